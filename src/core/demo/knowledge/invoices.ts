import type { Knowledge } from './spec.ts';

interface Invoice {
  readonly number: string;
  readonly date: string;
  readonly supplier: string;
  readonly total: number;
  readonly currency: string;
}

/** The invoices of examples/extraction.bench.json and examples/data/invoices.jsonl. */
export const invoices: readonly Knowledge[] = [
  invoice(
    'invoice 2024-117',
    0.4,
    { number: '2024-117', date: '2024-03-03', supplier: 'Oak & Sons Ltd', total: 80, currency: 'EUR' },
    { total: 40 },
  ),
  invoice(
    'r-8812',
    0.72,
    { number: 'R-8812', date: '2025-02-14', supplier: 'Müller Metallbau', total: 1560.5, currency: 'EUR' },
    { total: 1.5605 },
  ),
  invoice(
    'inv# 0091',
    0.6,
    { number: '0091', date: '2024-12-01', supplier: 'Blue Heron Coffee', total: 180, currency: 'USD' },
    { total: 171 },
  ),
  invoice(
    'ps/455',
    0.66,
    { number: 'PS/455', date: '2025-01-09', supplier: 'Paper Street Stationers', total: 72, currency: 'GBP' },
    { total: 60 },
  ),
  invoice(
    'facture f-77',
    0.84,
    { number: 'F-77', date: '2024-11-05', supplier: 'Boulangerie Petit', total: 44, currency: 'EUR' },
    { total: 24 },
  ),
];

function invoice(cue: string, hardness: number, right: Invoice, slip: Partial<Invoice>): Knowledge {
  const json = JSON.stringify(right);
  return {
    topic: 'extraction',
    cue,
    hardness,
    right: [json, `\`\`\`json\n${JSON.stringify(right, null, 2)}\n\`\`\``],
    wrong: [JSON.stringify({ ...right, ...slip })],
  };
}
