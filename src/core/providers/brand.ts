import type { ModelListFormat } from '../../shared/model/catalog.ts';
import type { ModelFault } from '../../shared/model/problem.ts';
import type { WireKind } from '../../shared/model/suite.ts';
import type { ChatDialect, Endpoint } from './spec.ts';

/** A provider that needs no word in the suite: a row of data over the wire formats. */
export interface Brand {
  readonly id: string;
  readonly name: string;
  /** Where it is called; `null` for the demo models and the editor's own, which are at no address of ours. */
  readonly server: BrandServer | null;
  readonly docsUrl: string | null;
  readonly defaultModel: string;
  /** The provider's id in genai-prices; `null` where it is not there. */
  readonly priceList: string | null;
}

export interface BrandServer {
  /** With the version segment where the wire format has one. A `{name}` in it is a place that the user fills. */
  readonly baseUrl: string;
  readonly places?: readonly Place[];
  /** Further origins of the provider's own: its key may go there too. */
  readonly alsoAt?: readonly string[];
  /** Which wire a model is called over. */
  readonly route: (model: string) => Route;
  /** Environment variable that holds the key, as the provider documents it; `null` where none is needed. */
  readonly keyEnv: string | null;
  /** Other names that the variable has in the provider's documents and SDKs. */
  readonly otherKeyEnvs?: readonly string[];
  /** Where to get a key, or to learn how to sign in. */
  readonly keyUrl: string | null;
  readonly keyHeader?: Endpoint['keyHeader'];
  /** Environment variable that holds the whole address, for servers that everybody has their own of. */
  readonly addressEnv?: string;
  readonly dialect?: ChatDialect;
  /** `url` is relative to the base URL: a list is asked for with the key, so that it never leaves the origin. */
  readonly modelList: { readonly format: ModelListFormat; readonly url: string } | null;
  /** What is wrong with a model's id, as far as rules tell; `null`: nothing known. */
  readonly checkModel?: (model: string, values: PlaceValues) => ModelFault | null;
}

/** A part of an address that differs from user to user. */
export interface Place {
  readonly name: string;
  /** Environment variables that hold it; the first that is set counts. */
  readonly env: readonly string[];
  /** In force where the user sets none. */
  readonly preset: string | null;
  /** One sentence, for the user. */
  readonly about: string;
  /** Origins of single values that do not follow the pattern. */
  readonly origins?: Readonly<Record<string, string>>;
}

export type PlaceValues = Readonly<Record<string, string>>;

export interface Route {
  readonly api: WireKind;
  /** Between the base URL and what the wire format adds. */
  readonly path?: string;
  readonly credentials?: Endpoint['credentials'];
  /** How it is called where the user has no key. */
  readonly withoutKey?: Route;
}

/** What may stand in a place. Anything else (`evil.example/#`) would move the address, and the key with it. */
const placeValue = /^[A-Za-z0-9-]{1,63}$/;

export type Address =
  | { readonly ok: true; readonly baseUrl: string; readonly values: PlaceValues }
  /** `value` is what stands there instead; `null`: nothing. */
  | { readonly ok: false; readonly place: Place; readonly value: string | null };

/** The address of a server with its places filled. */
export function fillAddress(server: BrandServer, given: PlaceValues): Address {
  const values: Record<string, string> = {};
  let baseUrl = server.baseUrl;
  for (const place of server.places ?? []) {
    const set = Object.hasOwn(given, place.name) ? given[place.name]?.trim() : undefined;
    const value = set || place.preset;
    if (value === null || !placeValue.test(value)) return { ok: false, place, value };
    const { origins = {} } = place;
    const origin = Object.hasOwn(origins, value) ? origins[value] : undefined;
    if (origin !== undefined) baseUrl = origin + baseUrl.slice(originPart(baseUrl).length);
    baseUrl = baseUrl.replaceAll(`{${place.name}}`, value);
    values[place.name] = value;
  }
  return { ok: true, baseUrl, values };
}

/** Whether an origin is the provider's own, whatever stands in its places. */
export function ownsOrigin(server: BrandServer, origin: string): boolean {
  return homesOf(server).some((home) => originPattern(home).test(origin));
}

/** The provider's origins, with their places unfilled. */
export function homesOf({ baseUrl, alsoAt = [], places = [] }: BrandServer): readonly string[] {
  return [originPart(baseUrl), ...alsoAt, ...places.flatMap(({ origins = {} }) => Object.values(origins))];
}

function originPart(template: string): string {
  return /^https?:\/\/[^/]+/.exec(template)?.[0] ?? template;
}

function originPattern(home: string): RegExp {
  const literal = home.split(/\{\w+\}/).map((part) => part.replaceAll('.', String.raw`\.`));
  return new RegExp(`^${literal.join('[a-z0-9-]{1,63}')}$`);
}
