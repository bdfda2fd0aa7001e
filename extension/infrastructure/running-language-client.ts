/** What the rest of the extension needs of the language client, wherever its server runs. */
export interface RunningLanguageClient {
  request(method: string, params: unknown): Promise<unknown>;
  stop(): Promise<void>;
}
