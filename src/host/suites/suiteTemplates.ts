import quickstart from '../../../examples/quickstart.bench.yaml' with { type: 'text' };
import { starterText } from './starter.ts';

export { starterText };

/** The quickstart of examples/ under a name of the user's. */
export function quickstartText(name: string): string {
  return quickstart.replace(/^name: .*$/m, () => `name: ${JSON.stringify(name)}`);
}
