import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../shared/base/disposable.ts';
import type { AgentDesk } from '../../core/agents/spec.ts';
import { participantId } from '../contributions.ts';
import type { RedactedLog } from '../log.ts';
import type { ChatOutcome } from './chatAnswer.ts';
import { followups } from './followups.ts';

export interface ParticipantParts {
  readonly extensionUri: vscode.Uri;
  readonly desk: AgentDesk;
  readonly log: RedactedLog;
}

/** `@bench` in the editor's chat. */
export function registerParticipant({ extensionUri, desk, log }: ParticipantParts): Disposable {
  const owned = new DisposableStore();
  const participant = vscode.chat.createChatParticipant(participantId, async (request, _, stream, token) => {
    const { answerChat } = await import('./chatAnswer.ts');
    return { metadata: await answerChat(request, stream, { desk, log }, token) };
  });
  participant.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
  participant.followupProvider = { provideFollowups: ({ metadata }) => [...followups(metadata as ChatOutcome | undefined)] };
  owned.add(participant);
  return owned;
}
