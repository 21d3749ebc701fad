import type { AwsIdentity } from './spec.ts';

const sdk = () => import('@aws-sdk/client-bedrock-runtime');

/** Looks up who this machine is to AWS. Rejects with whatever the SDK says where it is nobody. */
export type AwsIdentitySource = (region: string | null) => Promise<AwsIdentity>;

/** AWS's own chain: the environment, its shared files and profiles, single sign-on, the role of a container or a machine. */
export function createAwsIdentity(): AwsIdentitySource {
  /** By region, which a role is assumed in. The SDK keeps what it found until shortly before it expires. */
  const chains = new Map<string | null, Promise<() => Promise<AwsIdentity>>>();
  const chainFor = async (region: string | null): Promise<() => Promise<AwsIdentity>> => {
    const { BedrockRuntimeClient } = await sdk();
    return new BedrockRuntimeClient(region === null ? {} : { region }).config.credentials;
  };
  return async (region) => {
    const chain = chains.get(region) ?? chainFor(region);
    chains.set(region, chain);
    const { accessKeyId, secretAccessKey, sessionToken } = await (await chain)();
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  };
}

/** The region in a host of Bedrock's; `null` in another one: then AWS's own settings say. */
export function awsRegionOf(baseUrl: string): string | null {
  return /^https:\/\/bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\./.exec(baseUrl)?.[1] ?? null;
}
