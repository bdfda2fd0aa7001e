/**
 * The same look for all who ask while another is under way: the next one, which begins once that is over, and so after each of
 * them asked. Whoever asks never gets an answer that is older than the question.
 */
export function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> | undefined;
  let nextOne: Promise<T> | undefined;
  const begin = (): Promise<T> => {
    const mine = look();
    const over = mine.then(
      () => {},
      () => {},
    );
    underWay = over;
    void over.then(() => {
      if (underWay === over) underWay = undefined;
    });
    return mine;
  };
  return () => {
    if (underWay === undefined) return begin();
    nextOne ??= underWay.then(() => {
      nextOne = undefined;
      return begin();
    });
    return nextOne;
  };
}
