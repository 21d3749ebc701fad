import { homesOf, ownsOrigin } from './brand.ts';
import { brands } from './brands.ts';

/** Whose a key variable is. */
export interface KeyOwner {
  /** All the names that the variable goes by, the documented one first. */
  readonly names: readonly string[];
  /** The origins that the key belongs to, for people: `https://{resource}.openai.azure.com`. */
  readonly homes: readonly string[];
  owns(origin: string): boolean;
}

/** The key variables of the brands, each with the origins that its key belongs to. */
export function keyOwners(): ReadonlyMap<string, KeyOwner> {
  const servers = brands.flatMap(({ server }) => (server === null ? [] : [server]));
  const owners = new Map<string, KeyOwner>();
  for (const { keyEnv } of servers) {
    if (keyEnv === null) continue;
    const theirs = servers.filter((server) => server.keyEnv === keyEnv);
    const names = [...new Set([keyEnv, ...theirs.flatMap(({ otherKeyEnvs = [] }) => otherKeyEnvs)])];
    const owner: KeyOwner = {
      names,
      homes: theirs.flatMap(homesOf),
      owns: (origin) => theirs.some((server) => ownsOrigin(server, origin)),
    };
    for (const name of names) owners.set(name, owner);
  }
  return owners;
}
