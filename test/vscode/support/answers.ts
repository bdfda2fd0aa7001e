import * as vscode from 'vscode';

export interface Asked {
  readonly method: string;
  readonly text: string;
  readonly items: readonly string[];
}

type Replies = Partial<Record<string, (asked: Asked) => unknown>>;

/**
 * Answers the boxes of the editor in a person's place, and remembers what was asked. Suites and extension share one API object,
 * since the suites lie within the extension's folder.
 */
export function answerBoxes(replies: Replies): { readonly asked: Asked[]; restore(): void } {
  const window = vscode.window as unknown as Record<string, unknown>;
  const asked: Asked[] = [];
  const methods = ['showInputBox', 'showQuickPick', 'showInformationMessage', 'showWarningMessage', 'showErrorMessage'];
  const originals = methods.map((method) => [method, window[method]] as const);
  for (const method of methods) {
    window[method] = async (first: unknown, ...rest: unknown[]) => {
      const question = describe(method, first, rest);
      asked.push(question);
      const reply = await replies[method]?.(question);
      if (method !== 'showQuickPick' || typeof reply !== 'string') return reply;
      return (first as { readonly label: string }[]).find(({ label }) => label.includes(reply));
    };
  }
  return {
    asked,
    restore() {
      for (const [method, original] of originals) window[method] = original;
    },
  };
}

function describe(method: string, first: unknown, rest: readonly unknown[]): Asked {
  if (method === 'showInputBox') {
    const { title = '', prompt = '' } = (first ?? {}) as vscode.InputBoxOptions;
    return { method, text: `${title}\n${prompt}`, items: [] };
  }
  if (method === 'showQuickPick') {
    const { title = '' } = (rest[0] ?? {}) as vscode.QuickPickOptions;
    return { method, text: title, items: (first as { readonly label: string }[]).map(({ label }) => label) };
  }
  return { method, text: String(first), items: rest.filter((item) => typeof item === 'string') };
}
