import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { AwsIdentity } from '../../src/core/providers/spec.ts';

export interface AwsMachine {
  readonly identity: AwsIdentity;
  /** How often the identity was asked for. */
  readonly asked: () => Promise<number>;
}

const identity: AwsIdentity = {
  accessKeyId: 'AKIAOFTHEPROFILE',
  secretAccessKey: 'secret-of-the-profile',
  sessionToken: 'token-of-the-profile',
};

/** Makes this process one that is signed in to AWS: a profile whose credentials a program prints, as `aws sso` and vaults do. */
export async function awsMachine(context: TestContext): Promise<AwsMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'aws-machine-'));
  const [config, log, program] = [join(folder, 'config'), join(folder, 'log'), join(folder, 'whoami.mjs')] as const;
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } = identity;
  const printed = JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey, SessionToken });
  const lines = [
    `import { appendFileSync } from 'node:fs';`,
    `appendFileSync(${JSON.stringify(log)}, '.');`,
    `console.log(${JSON.stringify(printed)});`,
  ];
  await writeFile(program, lines.join('\n'));
  await writeFile(config, `[profile bench]\ncredential_process = "${process.execPath}" "${program}"\n`);
  const before = { ...process.env };
  Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config, AWS_PROFILE: 'bench' });
  // It would be warned of beside a profile.
  delete process.env['AWS_ACCESS_KEY_ID'];
  context.after(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await rm(folder, { recursive: true });
  });
  return { identity, asked: async () => (await readFile(log, 'utf8')).length };
}
