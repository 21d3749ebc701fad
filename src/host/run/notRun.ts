/**
 * `declined`: the user said no on the way. `impossible`: something is missing. `told`: the user has been told of it already.
 */
export type NotRunReason = 'declined' | 'impossible' | 'told';

/** A command that came to nothing, which is no fault of ours; the message is for the user. */
export class NotRun extends Error {
  override readonly name = 'NotRun';
  readonly reason: NotRunReason;

  constructor(reason: NotRunReason, message = '') {
    super(message);
    this.reason = reason;
  }
}
