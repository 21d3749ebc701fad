import type { ModelInfo } from '@pydantic/genai-prices';

/** What the shipped price list knows of a model besides its price. `null` is unsaid. */
export interface PricedModel {
  readonly id: string;
  readonly name: string | null;
  readonly about: string | null;
  readonly contextTokens: number | null;
  readonly deprecated: boolean;
}

/** The models of a provider in genai-prices (offline, loaded on first use), by the package's own id of the provider. */
export async function listedModels(providerId: string): Promise<readonly PricedModel[]> {
  const { findProvider } = await import('@pydantic/genai-prices');
  const provider = findProvider({ providerId });
  // It also finds providers by likeness.
  return provider?.id === providerId ? provider.models.filter(isCallable).map(modelOf) : [];
}

/** A row for a family of fine-tuned models (`ft:gpt-4o`), for all regions or for old bills is no name to call. */
function isCallable({ id, description = '' }: ModelInfo): boolean {
  return !/^ft:|^regional\.|[-.]$/.test(id) && !/^retired/i.test(description);
}

function modelOf({ id, name, description, context_window: contextTokens, deprecated }: ModelInfo): PricedModel {
  const about = description?.trim() ?? '';
  return {
    id,
    name: name ?? null,
    about: about === '' ? null : about,
    contextTokens: contextTokens ?? null,
    deprecated: deprecated ?? false,
  };
}
