import type { Graph } from "../../graph.js";
import type { Run, Scene } from "../scene.js";

/** A rule about one state, by itself. */
export type StateRule = (scene: Scene) => void;

/** A rule about states together. The scenes stand in the order of the graph's nodes. */
export type GraphRule = (graph: Graph, scenes: readonly Scene[], run: Run) => void;
