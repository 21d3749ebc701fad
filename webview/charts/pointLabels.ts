import type { Plugin } from 'chart.js';
import { drawPoint } from 'chart.js/helpers';
import { drawnPoints } from './drawnPoints.ts';
import { placeLabels } from './labels.ts';
import { plainColour } from './options.ts';

/** Room for a mark before a name, in px. */
const markWidth = 14;

type Drawn = ReturnType<typeof drawnPoints>[number];

/**
 * Names beside the points, the Pareto front's first; where two would overlap the later one is left to tooltip and table.
 * Models that coincide share one label: a line each, with the mark that tells whose it is.
 */
export const pointLabels: Plugin<'scatter'> = {
  id: 'labels',
  afterDatasetsDraw({ ctx, data, options, scales: { x, y }, chartArea: { left, top, width, height } }) {
    if (!x || !y) return;
    const size = options.font?.size ?? 12;
    const line = size + 3;
    ctx.save();
    ctx.font = `${size}px ${options.font?.family ?? 'sans-serif'}`;
    ctx.textBaseline = 'middle';
    ctx.lineJoin = 'round';
    const isInView = ({ point }: Drawn) => isWithin(x, point.x) && isWithin(y, point.y);
    const groups = groupsOf(drawnPoints(data).filter(isInView));
    const boxes = placeLabels(
      groups.map(({ first, members }) => ({
        x: x.getPixelForValue(first.point.x),
        y: y.getPixelForValue(first.point.y),
        width: Math.max(...members.map(({ point }) => ctx.measureText(point.label).width)) + indentOf(members),
        height: members.length * line,
        radius: Math.max(...members.map(radiusOf)),
      })),
      { x: left, y: top, width, height },
    );
    for (const [index, { members }] of groups.entries()) {
      const box = boxes[index];
      if (!box) continue;
      for (const [row, { point, dataset }] of members.entries()) {
        const middle = box.y + (row + 0.5) * line;
        if (members.length > 1) {
          ctx.strokeStyle = ctx.fillStyle = plainColour(dataset.backgroundColor);
          ctx.lineWidth = 1;
          drawPoint(ctx, { pointStyle: point.shape, radius: 4.5, borderWidth: 1 }, box.x + 5, middle);
        }
        // A halo, so that lines do not cross out the name.
        ctx.strokeStyle = plainColour(options.backgroundColor);
        ctx.lineWidth = 4;
        ctx.strokeText(point.label, box.x + indentOf(members), middle);
        ctx.fillStyle = plainColour(options.color);
        ctx.fillText(point.label, box.x + indentOf(members), middle);
      }
    }
    ctx.restore();
  },
};

function isWithin({ min, max }: { readonly min: number; readonly max: number }, value: number): boolean {
  return value >= min && value <= max;
}

function groupsOf(points: readonly Drawn[]): { readonly first: Drawn; readonly members: readonly Drawn[] }[] {
  const front = points.toSorted((a, b) => Number(b.point.pareto) - Number(a.point.pareto));
  return [...Map.groupBy(front, ({ point }) => point.group).values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ first, members }] : [];
  });
}

function indentOf(members: readonly Drawn[]): number {
  return members.length > 1 ? markWidth : 0;
}

function radiusOf({ dataset }: Drawn): number {
  return typeof dataset.pointRadius === 'number' ? dataset.pointRadius : 0;
}
