import { type Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createGunzip } from 'node:zlib';
import { SOAP_ACTION } from './soap-message.ts';

export interface Limits {
  /** How long a server may be silent. */
  readonly silenceMs: number;
  /** How long one answer may take from the first byte sent to the last one received. */
  readonly answerMs: number;
  /** An answer that is longer, unpacked, is not read. */
  readonly answerBytes: number;
  /** How long to wait before each further try of a busy server. */
  readonly pausesMs: readonly number[];
}

export const LIMITS: Limits = {
  silenceMs: 60_000,
  answerMs: 300_000,
  answerBytes: 128 * 2 ** 20,
  pausesMs: [500, 1000, 2000],
};

/** A reason of our own to end an exchange. */
export class Cut extends Error {
  readonly why: 'silent' | 'slow' | 'too-long';

  constructor(why: 'silent' | 'slow' | 'too-long', message: string) {
    super(message);
    this.why = why;
  }
}

/** The server answered, but not with SOAP. */
export class WrongStatus extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Carries SOAP messages to one server and keeps its cookie. What only reads may be sent again; what starts something goes once. */
export class SoapTransport {
  readonly #endpoint: URL;
  readonly #agent: Agent;
  readonly #limits: Limits;
  #cookie: string | undefined;

  constructor(endpoint: URL, agent: Agent, limits: Limits) {
    this.#endpoint = endpoint;
    this.#agent = agent;
    this.#limits = limits;
  }

  /**
   * The text of the answer, be it a result or a fault. A server that is starting, or that closed a connection it had kept
   * open, is asked again a few times.
   * @throws Cut, WrongStatus, the errors of Node's own sockets, or what the signal was aborted with
   */
  async send(message: string, signal: AbortSignal): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      const pause = this.#limits.pausesMs[attempt];
      try {
        const answer = await this.#exchange(message, signal);
        if (isBusy(answer.status) && pause !== undefined) {
          await sleep(pause, signal);
          continue;
        }
        return soapIn(answer);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Error && isCutOff(error)) || pause === undefined) throw error;
        await sleep(pause, signal);
      }
    }
  }

  /**
   * Sends what must not happen twice, whatever becomes of it. An error other than a fault leaves open whether it happened.
   * @throws as `send`
   */
  async sendOnce(message: string, signal: AbortSignal): Promise<string> {
    return soapIn(await this.#exchange(message, signal));
  }

  end(): void {
    this.#agent.destroy();
  }

  #exchange(message: string, signal: AbortSignal): Promise<Answer> {
    const { silenceMs, answerMs, answerBytes } = this.#limits;
    const body = Buffer.from(message);
    return new Promise((resolve, reject) => {
      const send = this.#endpoint.protocol === 'http:' ? requestHttp : requestHttps;
      const request = send(this.#endpoint, {
        method: 'POST',
        agent: this.#agent,
        signal,
        headers: {
          'content-type': 'text/xml; charset=utf-8',
          'content-length': body.length,
          'accept-encoding': 'gzip',
          soapaction: `"${SOAP_ACTION}"`,
          ...(this.#cookie === undefined ? {} : { cookie: this.#cookie }),
        },
      });
      const slow = setTimeout(
        () => request.destroy(new Cut('slow', `no answer within ${answerMs / 1000} s`)),
        answerMs,
      );
      const fail = (error: Error) => {
        clearTimeout(slow);
        request.destroy();
        reject(error);
      };
      request.setTimeout(silenceMs, () => request.destroy(new Cut('silent', `silent for ${silenceMs / 1000} s`)));
      request.once('error', fail);
      request.once('response', (response) => {
        this.#remember(response.headers['set-cookie']);
        const packed = response.headers['content-encoding'] === 'gzip';
        const stream = packed ? response.pipe(createGunzip()) : response;
        const chunks: Buffer[] = [];
        let length = 0;
        response.once('error', fail);
        // All has come; what is left is our own work.
        response.once('end', () => request.setTimeout(0));
        stream.once('error', fail);
        stream.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length <= answerBytes) chunks.push(chunk);
          else fail(new Cut('too-long', `an answer longer than ${Math.round(answerBytes / 2 ** 20)} MiB`));
        });
        stream.once('end', () => {
          clearTimeout(slow);
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      });
      request.end(body);
    });
  }

  #remember(cookies: readonly string[] | undefined): void {
    const session = cookies?.find((cookie) => /^vmware_soap_session=/i.test(cookie));
    if (session !== undefined) this.#cookie = session.split(';', 1)[0];
  }
}

function soapIn({ status, contentType, text }: Answer): string {
  // A SOAP fault comes with 500.
  if (status !== 200 && !(status === 500 && /xml/i.test(contentType)))
    throw new WrongStatus(status, `it answered HTTP ${status}`);
  if (!/xml/i.test(contentType))
    throw new WrongStatus(status, `it answered '${contentType.slice(0, 80)}' instead of XML`);
  return text;
}

function isBusy(status: number): boolean {
  return status === 502 || status === 503 || status === 504 || status === 429;
}

function isCutOff(error: Error & { code?: string }): boolean {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE';
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
