import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

/** One exchange that Microsoft recorded. */
export interface RecordedExchange {
  readonly method: string;
  readonly url: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the service sent.
  readonly body: any;
}

interface Cassette {
  readonly interactions: readonly {
    readonly request: { readonly method: string; readonly uri: string; readonly body: string | null };
    readonly response: {
      readonly status: { readonly code: number };
      readonly headers: Readonly<Record<string, readonly string[]>>;
      readonly body: { readonly string: string };
    };
  }[];
}

const recordings = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/recordings');

/**
 * The modernized way home as Microsoft recorded it in 2023 (Azure/azure-cli-extensions, MIT). The recording is no part
 * of this repository.
 * @returns undefined where it is not at hand.
 */
export function recordedWayHome(): readonly RecordedExchange[] | undefined {
  const path = join(recordings, 'test_siterecovery_V2A_RCMInMage_scenarios.yaml');
  if (!existsSync(path)) return undefined;
  const cassette = load(readFileSync(path, 'utf8')) as Cassette;
  return cassette.interactions.map(({ request, response }) => ({
    method: request.method,
    url: request.uri,
    requestBody: parse(request.body),
    status: response.status.code,
    headers: Object.fromEntries(Object.entries(response.headers).map(([name, values]) => [name, values[0] ?? ''])),
    body: parse(response.body.string),
  }));
}

function parse(text: string | null): unknown {
  if (text === null || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
