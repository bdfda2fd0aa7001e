import { type Connection, type ConnectionOptions, ErrorCodes, Message, ResponseError } from 'vscode-languageserver';

/** What a request out of order becomes; nothing but a `MessageStrategy` sends it. */
const REFUSED = '$failback/refused';

interface Refusal {
  readonly code: number;
  readonly message: string;
}

/**
 * Keeps an editor to the order that the Language Server Protocol asks for: a connection is initialized first and once, and
 * after `shutdown` it only ends. A request out of order is refused with a sentence instead of waiting for ever, a
 * notification is dropped. A connection is made with the answer, and `answerRefused` tells its refusals.
 */
export function messagesInOrder(): ConnectionOptions {
  let stage: 'new' | 'open' | 'shut' = 'new';
  const refusalOf = (method: string): Refusal | undefined => {
    if (stage === 'shut') return { code: ErrorCodes.InvalidRequest, message: AFTER_SHUTDOWN };
    if (stage === 'new')
      return method === 'initialize' ? undefined : { code: ErrorCodes.ServerNotInitialized, message: TOO_EARLY };
    return method === 'initialize' ? { code: ErrorCodes.InvalidRequest, message: ONCE } : undefined;
  };
  return {
    messageStrategy: {
      handleMessage(message, next) {
        if (Message.isRequest(message)) {
          const params = refusalOf(message.method);
          if (params !== undefined) return next({ ...message, method: REFUSED, params } as Message);
          if (message.method === 'initialize') stage = 'open';
          if (message.method === 'shutdown') stage = 'shut';
        } else if (Message.isNotification(message) && stage !== 'open' && !passesAlways(message.method)) return;
        return next(message);
      },
    },
  };
}

/** Tells an editor of a request out of order what was wrong with it. */
export function answerRefused(connection: Connection): void {
  connection.onRequest(REFUSED, ({ code, message }: Refusal) => new ResponseError(code, message));
}

const TOO_EARLY =
  'This came before `initialize`, so nothing is known yet that could answer it. Send `initialize` first.';
const AFTER_SHUTDOWN = 'This came after `shutdown`, when only `exit` may come. Start the language server anew.';
const ONCE = 'This server is initialized already, and that is done once. Start another one for another editor.';

/** `$/cancelRequest` and its like belong to what is still under way. */
function passesAlways(method: string): boolean {
  return method === 'exit' || method.startsWith('$/');
}
