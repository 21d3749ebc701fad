/** What turns one JSON value into another; itself JSON, and never longer than saying the new value whole. */
export type Patch =
  | { readonly set: unknown }
  /** An object: what changes under which key, and which keys go. */
  | { readonly keys: Readonly<Record<string, Patch>>; readonly without?: readonly string[] }
  /** An array: what it consists of, from its beginning. */
  | { readonly items: readonly ItemPatch[] };

export type ItemPatch =
  /** Elements as they stood before. */
  | readonly [from: number, count: number]
  /** The one that stood at `from`, changed. */
  | { readonly from: number; readonly patch: Patch }
  | { readonly set: unknown };

type JsonObject = Readonly<Record<string, unknown>>;

/** `null`: the two are equal. What is `undefined` counts as absent. Takes time in proportion to the size of the two. */
export function diff(before: unknown, after: unknown): Patch | null {
  return new Differ().diff(before, after)?.patch ?? null;
}

/** What did not change is the same object as before. Throws where the patch is none of `before`. */
export function applyPatch(before: unknown, patch: Patch): unknown {
  if ('set' in patch) return patch.set;
  if ('keys' in patch) return objectAfter(before, patch);
  if (!Array.isArray(before)) throw unfit();
  const elements: readonly unknown[] = before;
  return patch.items.flatMap((item) => elementsAfter(elements, item));
}

function objectAfter(before: unknown, { keys, without = [] }: Extract<Patch, { keys: unknown }>): unknown {
  if (!isObject(before)) throw unfit();
  // A Map, and properties of the object's own: `__proto__` is a key like any other.
  const entries = new Map(Object.entries(before));
  for (const key of without) entries.delete(key);
  for (const [key, change] of Object.entries(keys)) entries.set(key, applyPatch(entries.get(key), change));
  return Object.fromEntries(entries);
}

function elementsAfter(before: readonly unknown[], item: ItemPatch): readonly unknown[] {
  if ('set' in item) return [item.set];
  const [from, count] = 'from' in item ? [item.from, 1] : item;
  if (!(from >= 0 && count >= 0 && from + count <= before.length)) throw unfit();
  return 'from' in item ? [applyPatch(before[from], item.patch)] : before.slice(from, from + count);
}

function unfit(): RangeError {
  return new RangeError('The patch is one of another value.');
}

/** A patch with its length as JSON. */
interface Found {
  readonly patch: Patch;
  readonly length: number;
}

class Differ {
  /** Of objects and arrays: each is asked for at every level above it. */
  readonly #lengths = new Map<object, number>();

  /** The shorter of what changed inside and of the new value whole. */
  diff(before: unknown, after: unknown): Found | null {
    if (Object.is(before, after)) return null;
    const whole = this.#whole(after);
    if (Array.isArray(before) && Array.isArray(after)) return shorter(this.#items(before, after), whole);
    if (isObject(before) && isObject(after)) return shorter(this.#keys(before, after), whole);
    return whole;
  }

  #keys(before: JsonObject, after: JsonObject): Found | null {
    const keys: [string, Patch][] = [];
    const without = entriesOf(before).flatMap(([key]) => (valueAt(after, key) === undefined ? [key] : []));
    let length = '{"keys":{}}'.length;
    if (without.length > 0) length += `,"without":${JSON.stringify(without)}`.length;
    for (const [key, value] of entriesOf(after)) {
      const own = valueAt(before, key);
      const found = own === undefined ? this.#whole(value) : this.diff(own, value);
      if (found === null) continue;
      keys.push([key, found.patch]);
      length += JSON.stringify(key).length + found.length + 2;
    }
    if (keys.length === 0 && without.length === 0) return null;
    return { patch: { keys: Object.fromEntries(keys), ...(without.length > 0 && { without }) }, length };
  }

  #items(before: readonly unknown[], after: readonly unknown[]): Found | null {
    const fromOf = placesOf(before);
    const items: ItemPatch[] = [];
    let length = '{"items":[]}'.length;
    for (const [index, element] of after.entries()) {
      const from = fromOf(element, index);
      const found = from === null ? this.#whole(element) : this.diff(before[from], element);
      if (from !== null && found === null) addKept(items, from);
      else if (found !== null) {
        const item = from === null || 'set' in found.patch ? { set: element } : { from, patch: found.patch };
        items.push(item);
        length += found.length + ('set' in item ? 1 : `{"from":${from},"patch":},`.length);
      }
    }
    const kept = items.filter(isKept);
    if (kept.length === items.length && before.length === after.length && (kept[0]?.[1] ?? 0) === after.length) return null;
    return { patch: { items }, length: length + JSON.stringify(kept).length };
  }

  #whole(value: unknown): Found {
    return { patch: { set: value }, length: '{"set":}'.length + this.#lengthOf(value) };
  }

  #lengthOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)?.length ?? 'null'.length;
    const known = this.#lengths.get(value);
    if (known !== undefined) return known;
    const parts = Array.isArray(value)
      ? value.map((element) => this.#lengthOf(element) + 1)
      : entriesOf(value as JsonObject).map(([key, own]) => JSON.stringify(key).length + this.#lengthOf(own) + 2);
    // All but one have a comma, and two brackets are round them.
    const length = parts.reduce((sum, part) => sum + part, parts.length === 0 ? 2 : 1);
    this.#lengths.set(value, length);
    return length;
  }
}

function shorter(inside: Found | null, whole: Found): Found | null {
  return inside === null || inside.length <= whole.length ? inside : whole;
}

function isKept(item: ItemPatch): item is readonly [number, number] {
  return Array.isArray(item);
}

function addKept(items: ItemPatch[], from: number): void {
  const last = items.at(-1);
  if (last !== undefined && isKept(last) && last[0] + last[1] === from) items[items.length - 1] = [last[0], last[1] + 1];
  else items.push([from, 1]);
}

/** Where an element of the new array stood in this one, changed or not: found by what tells it from others, else by its place. */
function placesOf(before: readonly unknown[]): (element: unknown, index: number) => number | null {
  const identities = before.map(identityOf);
  const places = new Map<string, number>();
  for (const [index, identity] of identities.entries()) {
    if (identity !== null && !places.has(identity)) places.set(identity, index);
  }
  return (element, index) => {
    const identity = identityOf(element);
    if (identity === null || identity === identities[index]) return index < before.length ? index : null;
    return places.get(identity) ?? null;
  };
}

const identifying = ['id', 'caseId', 'candidateId', 'promptId', 'category', 'label'];

/** `null` where nothing tells it from others. */
function identityOf(element: unknown): string | null {
  if (typeof element !== 'object' || element === null) return JSON.stringify(element) ?? null;
  if (Array.isArray(element)) return null;
  const key = identifying.find((name) => typeof valueAt(element as JsonObject, name) === 'string');
  return key === undefined ? null : `${key} ${String(valueAt(element as JsonObject, key))}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function entriesOf(object: JsonObject): [string, unknown][] {
  return Object.entries(object).filter(([, value]) => value !== undefined);
}
