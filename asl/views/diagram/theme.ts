/** A colour on a light and on a dark ground. */
type Pair = readonly [light: string, dark: string];

/** By state type: line and icon, and the card's ground. All text keeps a contrast of at least 4.5 to 1. */
const types: Readonly<Record<string, { readonly line: Pair; readonly ground: Pair }>> = {
  Task: { line: ["#1f6feb", "#4c8dff"], ground: ["#f0f6ff", "#11223d"] },
  Choice: { line: ["#b7700a", "#d29922"], ground: ["#fff8e6", "#2b2110"] },
  Wait: { line: ["#8250df", "#a371f7"], ground: ["#f7f2ff", "#231a38"] },
  Pass: { line: ["#6e7781", "#8b949e"], ground: ["#f6f8fa", "#1c2128"] },
  Parallel: { line: ["#0f7b8a", "#39a9b8"], ground: ["#f0fafb", "#0f2226"] },
  Map: { line: ["#a23b86", "#d16fb5"], ground: ["#fdf3fa", "#2b1627"] },
  Succeed: { line: ["#1a7f37", "#3fb950"], ground: ["#effbf2", "#11271a"] },
  Fail: { line: ["#cf222e", "#f85149"], ground: ["#fff1f0", "#311517"] },
  Reference: { line: ["#6e7781", "#8b949e"], ground: ["#ffffff", "#0d1117"] },
  Missing: { line: ["#cf222e", "#f85149"], ground: ["#ffffff", "#0d1117"] },
};

/** The types that have colours of their own. */
export const styledTypes: ReadonlySet<string> = new Set(Object.keys(types));

const common: Readonly<Record<string, Pair>> = {
  page: ["#ffffff", "#0d1117"],
  frame: ["#d0d7de", "#30363d"],
  ink: ["#1f2328", "#e6edf3"],
  soft: ["#57606a", "#9aa4af"],
  edge: ["#6e7781", "#8b949e"],
  scope: ["#ffffff", "#0d1117"],
  catch: ["#b42318", "#ff7b72"],
  done: ["#1a7f37", "#3fb950"],
  running: ["#1f6feb", "#58a6ff"],
  failed: ["#cf222e", "#f85149"],
  mark: ["#9a6700", "#e3b341"],
};

const pairs: readonly (readonly [string, Pair])[] = [
  ...Object.entries(common),
  ...Object.entries(types).flatMap(([type, { line, ground }]): (readonly [string, Pair])[] => [
    [`${type}-line`, line],
    [`${type}-ground`, ground],
  ]),
];

const variables = (index: 0 | 1) => pairs.map(([name, pair]) => `--${name}:${pair[index]}`).join(";");

const root = ".stepwright-diagram";

/**
 * The style sheet of a drawing. Every rule is bound to the drawing's own class, so that it changes nothing else on a page
 * that holds the drawing inline; colours follow the reader's colour scheme.
 */
export const styleSheet = [
  `${root}{${variables(0)};font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans",sans-serif}`,
  `@media (prefers-color-scheme:dark){${root}{${variables(1)}}}`,
  `${root} .page{fill:var(--page);stroke:var(--frame)}`,
  `${root} text{fill:var(--ink)}`,
  `${root} .kind,${root} .detail{fill:var(--soft)}`,
  `${root} .kind{font-size:10px}`,
  `${root} .name{font-size:13px;font-weight:600}`,
  `${root} .detail,${root} .label text{font-size:11px}`,
  `${root} .card{fill:var(--ground);stroke:var(--line);stroke-width:1.5}`,
  `${root} .inner{fill:none;stroke:var(--line)}`,
  `${root} .tile{fill:var(--line)}`,
  `${root} .icon{fill:none;stroke:var(--page);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}`,
  `${root} .retry{fill:none;stroke:var(--soft);stroke-width:1.4;stroke-linecap:round}`,
  `${root} .scope{fill:var(--scope);stroke:var(--frame)}`,
  `${root} .edge path{fill:none;stroke:var(--edge);stroke-width:1.4}`,
  `${root} .edge .head{fill:var(--edge);stroke:none}`,
  `${root} .catch path{stroke:var(--catch);stroke-dasharray:5 4}`,
  `${root} .catch .head{fill:var(--catch)}`,
  `${root} .label text{text-anchor:middle}`,
  `${root} .label rect{fill:var(--page)}`,
  `${root} .label.catch text{fill:var(--catch)}`,
  `${root} .mark{fill:var(--ink)}`,
  `${root} .ring{fill:var(--page);stroke:var(--ink);stroke-width:1.5}`,
  ...Object.keys(types).map((type) => `${root} .${type}{--line:var(--${type}-line);--ground:var(--${type}-ground)}`),
  `${root} .Missing>.card,${root} .Reference>.card{stroke-dasharray:3 3}`,
];

/** The rules for a drawing with an execution's path, or with highlighted states. */
export const overlaySheet = [
  `${root} .unvisited{opacity:.45}`,
  `${root} .label.unvisited{opacity:1}`,
  `${root} .label.unvisited text{opacity:.55}`,
  `${root} .taken path{stroke:var(--done);stroke-width:2.6}`,
  `${root} .taken .head{fill:var(--done)}`,
  `${root} .taken.catch path{stroke:var(--failed)}`,
  `${root} .taken.catch .head{fill:var(--failed);stroke:none}`,
  `${root} .missed path{stroke:var(--failed);stroke-width:2.6;stroke-dasharray:1 6;stroke-linecap:round}`,
  `${root} .missed .head{fill:var(--failed);stroke:none}`,
  `${root} .label.missed text{fill:var(--failed)}`,
  `${root} .halo{fill:none;stroke-width:3}`,
  `${root} .halo.missed{stroke-dasharray:1 6;stroke-linecap:round}`,
  `${root} .badge rect{stroke:none}`,
  `${root} .badge text{fill:var(--page);font-size:10px;font-weight:600}`,
  ...[
    ["succeeded", "done"],
    ["running", "running"],
    ["failed", "failed"],
    ["caught", "mark"],
    ["aborted", "soft"],
    ["reached", "done"],
    ["missed", "failed"],
    ["added", "done"],
    ["removed", "failed"],
    ["changed", "mark"],
    ["renamed", "running"],
  ].flatMap(([name, colour]) => [
    `${root} .halo.${name}{stroke:var(--${colour})}`,
    `${root} .badge.${name} rect{fill:var(--${colour})}`,
  ]),
];
