import type { ChartDataset } from 'chart.js';
import type { Coincidence } from './coincidence.ts';
import type { CostQualityPoint } from './costQualityData.ts';

/** A point that knows which others it coincides with. */
export type DrawnPoint = CostQualityPoint & Coincidence;
export type PointDataset = ChartDataset<'scatter', CostQualityPoint[]>;

/** The points of the datasets after the front line: one each. */
export function drawnPoints(data: { readonly datasets: readonly unknown[] }) {
  const datasets = data.datasets.slice(1) as readonly ChartDataset<'scatter', DrawnPoint[]>[];
  return datasets.flatMap((dataset) => dataset.data.map((point) => ({ point, dataset })));
}
