export function setUpWebHost(): void;

/** Serves until it is disposed of. */
export function openInWebHost(options: {
  readonly port: number;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly folderPath: string;
}): Promise<{ dispose(): void }>;
