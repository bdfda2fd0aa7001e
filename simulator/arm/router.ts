import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

export type Handler = (call: Call) => Answer;

/** A method and a path with `{names}`, and who answers it. ARM compares paths without case. */
export type Route = readonly [method: string, pattern: string, handler: Handler];

export interface Match {
  readonly handler: Handler;
  readonly path: Readonly<Record<string, string>>;
}

type Segment = { readonly name: string } | { readonly literal: string };

/** Finds the route of a request among those with its method and its number of segments. */
export function makeRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const compiled = Map.groupBy(
    routes.map(([method, pattern, handler]) => ({ method, segments: split(pattern).map(segment), handler })),
    (route) => `${route.method} ${route.segments.length}`,
  );
  return (method, path) => {
    const parts = split(path);
    for (const route of compiled.get(`${method} ${parts.length}`) ?? []) {
      const named = match(route.segments, parts);
      if (named !== undefined) return { handler: route.handler, path: named };
    }
    return undefined;
  };
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function segment(part: string): Segment {
  return part.startsWith('{') ? { name: part.slice(1, -1) } : { literal: part.toLowerCase() };
}

function match(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const named: Record<string, string> = {};
  for (const [index, wanted] of segments.entries()) {
    const part = parts[index] ?? '';
    if ('name' in wanted) named[wanted.name] = part;
    else if (wanted.literal !== part.toLowerCase()) return undefined;
  }
  return named;
}
