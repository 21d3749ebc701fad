import { formatCompact, formatPlural, formatPrice, unknownText } from '../../shared/format.ts';
import type { ListedModel } from '../../shared/model/catalog.ts';
import { ModelListError } from '../catalog/listModels.ts';
import { ListNeedsKeyError, modelsOf, type ModelListContext } from '../modelLists.ts';
import { listedPrice } from '../pricing/priceList.ts';
import type { Brand, BrandServer } from '../providers/brand.ts';
import { brandOf, brands } from '../providers/brands.ts';
import { resolveEndpoint } from '../providers/resolve.ts';
import { ProviderError } from '../providers/spec.ts';
import { plainLine } from '../report/terminalText.ts';
import { nearestName } from '../suite/suggest.ts';
import type { ModelsArgs } from './args.ts';
import { columns } from './columns.ts';
import { exitCode, UsageError, type ExitCode } from './exitCode.ts';
import type { CliContext } from './run.ts';

/** The providers with their keys, or the models of one as it lists them itself. */
export async function modelsCommand(args: ModelsArgs, lists: ModelListContext, context: CliContext): Promise<ExitCode> {
  try {
    if (args.provider !== null) refuseUnknown(args.provider, lists);
    const { json, table } =
      args.provider === null ? await providers(lists, context) : await models(args.provider, args, lists, context);
    context.stdout.write(args.format === 'json' ? `${JSON.stringify(json, null, 2)}\n` : table);
    return exitCode.fine;
  } catch (error) {
    if (context.interrupted.aborted) return exitCode.interrupted;
    throw explained(error);
  }
}

function refuseUnknown(provider: string, { user }: ModelListContext): void {
  const known = [...brands, ...user.endpoints].map(({ id }) => id);
  if (known.includes(provider)) return;
  const near = nearestName(provider, known);
  const meant = near === null ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`There is no provider "${plainLine(provider)}".${meant} "llm-bench models" names them all.`);
}

interface Listing {
  readonly json: unknown;
  readonly table: string;
}

async function providers(lists: ModelListContext, { stdout }: CliContext): Promise<Listing> {
  const rows = await Promise.all(brands.map((brand) => providerRow(brand, lists)));
  const cells = rows.map(({ id, key, defaultModel, keyUrl }) => [id, key, `${id}/${defaultModel}`, keyUrl ?? '']);
  return { json: rows, table: columns([['provider', 'key', 'for instance', 'get a key'], ...cells], stdout) };
}

async function providerRow(brand: Brand, lists: ModelListContext) {
  const { id, name, defaultModel, server } = brand;
  return { id, name, key: await keyState(brand, lists), defaultModel, keyUrl: server?.keyUrl ?? null };
}

/** How things stand with a provider's key, in a few words. */
async function keyState({ id, server, defaultModel }: Brand, { keys, user }: ModelListContext): Promise<string> {
  if (server === null) return id === 'demo' ? 'none needed' : 'in the editor only';
  const facts = { endpoints: [], user, demoOrigin: null, demoApis: {}, editorModels: false };
  const resolved = resolveEndpoint(id, defaultModel, facts);
  if (!resolved.ok) return `needs ${neededFirst(server)}`;
  const { keyRequest, withoutKey, endpoint } = resolved;
  if (keyRequest === null || keyRequest.keyEnv === null)
    return endpoint.credentials === 'google' ? "Google's sign-in of this machine" : 'none needed';
  const key = await keys.key(keyRequest).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined;
    throw error;
  });
  if (key === undefined) return `${keyRequest.keyEnv} is not for ${keyRequest.origin}`;
  if (key !== null) return `${keyRequest.keyEnv} is set`;
  return withoutKey === null ? `${keyRequest.keyEnv} is not set` : `${keyRequest.keyEnv} is not set: AWS's sign-in`;
}

/** The variables of an address that has places to fill. */
function neededFirst({ addressEnv, places = [] }: BrandServer): string {
  const open = places.filter(({ preset }) => preset === null).map(({ env }) => env[0]);
  return addressEnv ?? open.join(', ');
}

async function models(provider: string, { all }: ModelsArgs, lists: ModelListContext, context: CliContext): Promise<Listing> {
  const listed = await Promise.all(
    (await modelsOf(provider, lists, context.interrupted)).map((model) => priced(provider, model)),
  );
  const shown = all ? listed : listed.filter(({ unsuitable }) => unsuitable === null);
  const head = ['model', 'context', '$/M in', '$/M out', 'note'];
  const table =
    shown.length === 0 ? `${provider} lists no models for questions.\n` : columns([head, ...shown.map(cells)], context.stdout);
  return { json: shown, table: table + leftOut(listed.length - shown.length, listed) };
}

/** With the price that a run would take: the provider's own word, else the price list's. */
async function priced(provider: string, model: ListedModel): Promise<ListedModel> {
  const priceList = brandOf(provider)?.priceList ?? null;
  return model.price !== null || priceList === null
    ? model
    : { ...model, price: await listedPrice(priceList, model.id, new Date()) };
}

function cells(model: ListedModel): string[] {
  const { id, contextTokens, price } = model;
  const mark = price?.exact === false ? '~' : '';
  return [
    plainLine(id),
    contextTokens === null ? '' : formatCompact(contextTokens),
    price === null ? unknownText : mark + formatPrice(price.inputPerMTok),
    price === null ? unknownText : mark + formatPrice(price.outputPerMTok),
    note(model),
  ];
}

function note({ unsuitable, deprecated, retiresAt }: ListedModel): string {
  const end = retiresAt === null ? null : `ends ${retiresAt.slice(0, 10)}`;
  return [unsuitable && `${unsuitable.kind}: ${unsuitable.why}`, deprecated ? 'deprecated' : null, end]
    .filter((part) => part !== null)
    .join(', ');
}

function leftOut(count: number, listed: readonly ListedModel[]): string {
  if (count === 0) return '';
  const kinds = Map.groupBy(
    listed.flatMap(({ unsuitable }) => (unsuitable === null ? [] : [unsuitable.kind])),
    (kind) => kind,
  );
  const named = [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ');
  return `\nLeft out: ${formatPlural(count, 'model')} that ${count === 1 ? 'is' : 'are'} not made for questions (${named}). --all lists them too.\n`;
}

/** What the user can mend is told without a stack. */
function explained(error: unknown): unknown {
  if (error instanceof ProviderError) {
    const { message, advice } = error.detail;
    return new UsageError(plainLine(`${/[.!?]$/.test(message) ? message : `${message}.`} ${advice}`));
  }
  if (error instanceof ListNeedsKeyError) {
    const url = brandOf(error.request.provider)?.server?.keyUrl ?? null;
    const where = url === null ? '' : ` Get a key at ${url}`;
    return new UsageError(`${error.message} Set ${error.request.keyEnv} in the environment.${where}`);
  }
  return error instanceof ModelListError ? new UsageError(plainLine(error.message)) : error;
}
