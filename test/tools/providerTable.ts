/** The README's table of providers, made of what the wire tests test: `node test/tools/providerTable.ts` writes it there. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '../../src/shared/base/loopback.ts';
import type { Brand, BrandServer as Address } from '../../src/core/providers/brand.ts';
import { brands } from '../../src/core/providers/brands.ts';
import { brandServers } from '../servers/brands/all.ts';
import type { BrandServer } from '../servers/brands/spec.ts';
import { REPOSITORY } from './repository.ts';

export const README = join(REPOSITORY, 'README.md');
const [start, end] = ['<!-- providers: node test/tools/providerTable.ts -->', '<!-- /providers -->'];

const yes = '✓';
const no = '–';

/** Column → what its tests say of a provider's ways. All of them have to chat, stream, count and refuse. */
const columns: Readonly<Record<string, (ways: readonly BrandServer[]) => string>> = {
  chat: () => yes,
  stream: () => yes,
  usage: () => yes,
  reasoning: (ways) => {
    const kinds = ways.map(({ heard }) => heard.reasoning);
    if (kinds.includes('streamed')) return yes;
    return kinds.includes('counted') ? `${yes}¹` : no;
  },
  price: ([way]) => {
    if (way === undefined || way.bill.by === null) return no;
    const marks = [
      ...(way.bill.estimated ? ['⁴'] : []),
      ...(way.bill.by === 'model-list' ? ['²'] : []),
      ...(way.bill.by === 'reported' ? ['³'] : []),
    ];
    return yes + marks.sort().join(' ');
  },
  'model list': (ways) => (ways.some(({ list }) => list !== null) ? yes : no),
  'error mapping': () => yes,
};

const notes = [
  `¹ counted and billed, but the provider does not send its text. ${no} none is told apart from the answer.`,
  '² from its own list of models, read before a run. ³ the provider says with each answer what it cost. ⁴ an estimate: the price depends on the hour, or on who serves the call.',
  `${no} under price: nothing is published, or it runs on your own machine; the cost is unknown unless the suite's \`prices\` say it.`,
  `${no} under model list: there is none that a key can read.`,
];

export function providerTable(): string {
  const names = Object.keys(columns);
  const rows = brands.flatMap((brand) => (brand.server === null ? [] : [rowOf(brand, brand.server)]));
  return [
    `| provider | default model, as suites name it | key, and what else it needs | ${names.join(' | ')} |`,
    `| --- | --- | --- |${' :-: |'.repeat(names.length)}`,
    ...rows,
    '',
    notes.join('<br>\n'),
  ].join('\n');
}

function rowOf({ id, name, defaultModel }: Brand, server: Address): string {
  const ways = brandServers.filter((way) => way.id === id);
  if (ways.length === 0) throw new Error(`No wire test knows "${id}"`);
  const cells = Object.values(columns).map((cell) => cell(ways));
  return `| ${[name, `\`${id}/${defaultModel}\``, neededFor(server, defaultModel), ...cells].join(' | ')} |`;
}

function neededFor(server: Address, model: string): string {
  const { credentials, withoutKey } = server.route(model);
  const code = (text: string): string => `\`${text}\``;
  const who = [
    ...(server.keyEnv === null ? [] : [code(server.keyEnv)]),
    ...(credentials === 'google' ? ['Google sign-in'] : []),
    ...(withoutKey?.credentials === 'aws' ? ['AWS sign-in'] : []),
  ].join(' or ');
  const where = (server.places ?? []).flatMap(({ preset, env: [env] }) =>
    preset === null && env !== undefined ? [code(env)] : [],
  );
  const local = isLoopback(new URL(server.baseUrl.replaceAll(/[{}]/g, '')).hostname);
  return [who || (local ? 'none' : ''), ...where].filter((part) => part !== '').join(', ');
}

/** The README with the table as it must be. Throws where it has no place for it. */
export function withTable(readme: string): string {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no "${start}" … "${end}"`);
  return `${readme.slice(0, from + start.length)}\n${providerTable()}\n${readme.slice(to)}`;
}

if (import.meta.main) writeFileSync(README, withTable(readFileSync(README, 'utf8')));
