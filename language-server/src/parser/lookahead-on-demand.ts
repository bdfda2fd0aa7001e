import { type ILookaheadStrategy, LLkLookaheadStrategy } from 'chevrotain';

type ForAlternation = ILookaheadStrategy['buildLookaheadForAlternation'];
type ForOptional = ILookaheadStrategy['buildLookaheadForOptional'];

/**
 * Decides as Chevrotain's own strategy does, but works out how to decide at a place of the grammar when a text first comes
 * there. Working it out for the whole grammar took a quarter of the server's start, and most texts come to few places.
 */
export class LookaheadOnDemand extends LLkLookaheadStrategy {
  override buildLookaheadForAlternation(options: Parameters<ForAlternation>[0]): ReturnType<ForAlternation> {
    let decide: ReturnType<ForAlternation> | undefined;
    const build = (): ReturnType<ForAlternation> => super.buildLookaheadForAlternation(options);
    return function (this: unknown, alternatives) {
      decide ??= build();
      return decide.call(this, alternatives);
    };
  }

  override buildLookaheadForOptional(options: Parameters<ForOptional>[0]): ReturnType<ForOptional> {
    let decide: ReturnType<ForOptional> | undefined;
    const build = (): ReturnType<ForOptional> => super.buildLookaheadForOptional(options);
    return function (this: unknown) {
      decide ??= build();
      return decide.call(this);
    };
  }
}
