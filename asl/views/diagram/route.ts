import type { Band, Box, Direction, Point } from "./placement.js";

/** An edge as the layout leaves it: between two boxes, over points in the ranks between. */
export interface Route {
  readonly from: Box;
  readonly to: Box;
  /** The centre of the edge in each rank that it crosses. */
  readonly via: readonly Point[];
  /** Where it leaves and arrives, along the horizontal borders. */
  readonly leaveX: number;
  readonly arriveX: number;
}

/** The band that a height lies in; an empty one where nothing stands. */
export type BandAt = (y: number) => Band;

/** Joins the heights of boxes that stand side by side into bands. */
export function bandsOf(boxes: readonly Band[]): BandAt {
  const bands: Band[] = [];
  for (const box of [...boxes].sort((one, other) => one.top - other.top)) {
    const last = bands.at(-1);
    if (last !== undefined && box.top < last.bottom) {
      bands[bands.length - 1] = { top: last.top, bottom: Math.max(last.bottom, box.bottom) };
    } else bands.push(box);
  }
  return (y) => bands.find(({ top, bottom }) => y > top - 1 && y < bottom + 1) ?? { top: y, bottom: y };
}

const arrowLength = 8;
const arrowHalfWidth = 4;

/** One decimal is enough for the eye and keeps the bytes few. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** Writes a point: as it is, or with its axes exchanged where the drawing flows to the right. */
type Pen = (x: number, y: number) => string;

const pens: Readonly<Record<Direction, Pen>> = {
  down: (x, y) => `${px(x)} ${px(y)}`,
  right: (x, y) => `${px(y)} ${px(x)}`,
};

function vertical(at: Pen, x: number, y: number, down: boolean): string {
  const back = y + (down ? -arrowLength : arrowLength);
  return `M${at(x, y)}L${at(x - arrowHalfWidth, back)}L${at(x + arrowHalfWidth, back)}Z`;
}

function horizontal(at: Pen, x: number, y: number, right: boolean): string {
  const back = x + (right ? -arrowLength : arrowLength);
  return `M${at(x, y)}L${at(back, y - arrowHalfWidth)}L${at(back, y + arrowHalfWidth)}Z`;
}

/** Continues a line to a point below or above it, leaving and arriving vertically. */
function bend(at: Pen, from: Point, to: Point): string {
  if (Math.abs(from.x - to.x) < 0.5) return `L${at(to.x, to.y)}`;
  const middle = (from.y + to.y) / 2;
  return `C${at(from.x, middle)} ${at(to.x, middle)} ${at(to.x, to.y)}`;
}

/** A line with its arrow head. */
export interface Line {
  readonly line: string;
  readonly arrow: string;
}

/** Straight along the ranks that it passes, bent only in the gaps between them, so that it crosses no card. */
function alongRanks(at: Pen, { from, to, via, leaveX, arriveX }: Route, bandAt: BandAt): Line {
  const down = from.y < to.y;
  const sign = down ? 1 : -1;
  const near = ({ top, bottom }: Band) => (down ? top : bottom);
  const far = ({ top, bottom }: Band) => (down ? bottom : top);
  const arriveY = down ? to.y : to.y + to.height;
  const clear = { x: leaveX, y: far(bandAt(down ? from.y + from.height - 1 : from.y + 1)) };
  let line = `M${at(leaveX, down ? from.y + from.height : from.y)}L${at(clear.x, clear.y)}`;
  let last: Point = clear;
  // The way back from, or to, a high box begins, or ends, beside it.
  const between = via.filter(({ y }) => down || (y < from.y && y > to.y + to.height));
  for (const { x, y } of between) {
    const band = bandAt(y);
    line += bend(at, last, { x, y: near(band) }) + bend(at, { x, y: near(band) }, { x, y: far(band) });
    last = { x, y: far(band) };
  }
  line += bend(at, last, { x: arriveX, y: near(bandAt(down ? to.y + 1 : to.y + to.height - 1)) - sign * arrowLength });
  line += `L${at(arriveX, arriveY - sign * (arrowLength - 1))}`;
  return { line, arrow: vertical(at, arriveX, arriveY, down) };
}

/** Back up beside the cards: out of one side of the source, and into a side of the target. */
function beside(at: Pen, { from, to, via }: Route, bandAt: BandAt): Line | undefined {
  const startY = from.y + Math.min(from.height, 90) / 2;
  const endY = to.y + Math.min(to.height, 90) / 2;
  const between = via.filter(({ y }) => y < startY && y > endY);
  const [first] = between;
  const last = between.at(-1);
  const room = 12 + arrowLength;
  const isBeside = (x: number, box: Box) => x < box.x - room || x > box.x + box.width + room;
  if (first === undefined || last === undefined || !isBeside(first.x, from) || !isBeside(last.x, to)) return undefined;
  const fromSide = first.x > from.x ? from.x + from.width : from.x;
  const toSide = last.x > to.x ? to.x + to.width : to.x;
  const radius = 10;
  const inwards = Math.sign(toSide - last.x);
  let line = `M${at(fromSide, startY)}L${at(first.x - Math.sign(first.x - fromSide) * radius, startY)}`;
  line += `Q${at(first.x, startY)} ${at(first.x, startY - radius)}`;
  let previous: Point = { x: first.x, y: startY - radius };
  for (const { x, y } of between) {
    const { top, bottom } = bandAt(y);
    const enter = { x, y: Math.min(bottom, previous.y) };
    line += bend(at, previous, enter) + bend(at, enter, { x, y: top });
    previous = { x, y: top };
  }
  line += bend(at, previous, { x: last.x, y: endY + radius });
  line += `Q${at(last.x, endY)} ${at(last.x + inwards * radius, endY)}`;
  line += `L${at(toSide - inwards * (arrowLength - 1), endY)}`;
  return { line, arrow: horizontal(at, toSide, endY, inwards > 0) };
}

/**
 * Draws an edge as a line that crosses no card. Places are those of a drawing that flows down; `isFree` says whether nothing stands
 * at a height between two points.
 */
export function routed(
  route: Route,
  bandAt: BandAt,
  isFree: (y: number, x1: number, x2: number) => boolean,
  direction: Direction,
): Line {
  const at = pens[direction];
  const { from, to, via } = route;
  const [first] = via;
  const last = via.at(-1);
  if (from.y > to.y && first !== undefined && last !== undefined) {
    const middle = (box: Box) => [box.y + Math.min(box.height, 90) / 2, box.x + box.width / 2] as const;
    const sideways = isFree(...middle(from), first.x) && isFree(...middle(to), last.x);
    const line = sideways ? beside(at, route, bandAt) : undefined;
    if (line !== undefined) return line;
  }
  return alongRanks(at, route, bandAt);
}

/** A loop out of a card's side and back into it, as far as `outmost`. */
export function selfLoop(box: Box, outmost: number, direction: Direction): Line {
  const at = pens[direction];
  const isRight = outmost > box.x + box.width / 2;
  const sign = isRight ? 1 : -1;
  const x = isRight ? box.x + box.width : box.x;
  // Room for it was made beside the top of a high box.
  const y = box.y + Math.min(box.height, 72) / 2;
  // A curve reaches three quarters of the way to its control points.
  const far = x + (outmost - x) / 0.75;
  const line = `M${at(x, y - 10)}C${at(far, y - 16)} ${at(far, y + 16)} ${at(x + sign * (arrowLength - 1), y + 10)}`;
  return { line, arrow: horizontal(at, x, y + 10, !isRight) };
}
