import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The way to an estate through a line that is slow, so that progress can be seen on it. */
export async function slowLink(target: string, delayMs: number): Promise<{ url: string; close(): void }> {
  const server = createServer((from, answer) => {
    setTimeout(() => {
      // The caller's own Host header goes along, so that addresses in answers lead through this line again.
      const onward = request(
        new URL(from.url ?? '/', target),
        { method: from.method, headers: from.headers },
        (reply) => {
          answer.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(answer);
        },
      );
      onward.on('error', () => answer.destroy());
      from.pipe(onward);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
