/** What runs on one server, as far as it told. */
export interface PeerVersions {
  readonly asterisk: string | null;
  readonly appRpt: string | null;
}

/** An answer to a line of Asterisk's command line. */
export interface CommandReply {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const UNKNOWN: PeerVersions = { asterisk: null, appRpt: null };

/** Longest version that is shown. */
const MAX_LENGTH = 80;

/**
 * Asks servers what runs there, once a login and only when somebody wants to know. Who may run no commands, or does not answer, is
 * asked again with the next login.
 */
export class PeerVersionBook {
  /** By server, of which there are as many as the configuration lists. */
  readonly #known = new Map<string, { readonly login: string; readonly versions: PeerVersions }>();

  constructor(private readonly ask: (server: string, line: string) => Promise<CommandReply>) {}

  /** The versions of a server; `login` tells one login from another. */
  async of(server: string, login: string): Promise<PeerVersions> {
    const known = this.#known.get(server);
    if (known?.login === login) return known.versions;
    const versions = await this.#askBoth(server);
    this.#known.set(server, { login, versions });
    return versions;
  }

  async #askBoth(server: string): Promise<PeerVersions> {
    try {
      const asterisk = await this.ask(server, "core show version");
      const appRpt = await this.ask(server, "rpt show version");
      return { asterisk: asteriskVersion(asterisk), appRpt: appRptVersion(appRpt) };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return UNKNOWN; // it went away meanwhile: that is told by its state
    }
  }
}

/** `Asterisk 22.10.1 built by root @ host on ...` is `22.10.1`. */
export function asteriskVersion({ ok, lines }: CommandReply): string | null {
  const line = ok ? lines.find((each) => /^Asterisk /.test(each)) : undefined;
  return line === undefined
    ? null
    : line.slice("Asterisk ".length).split(" built ")[0]?.slice(0, MAX_LENGTH) ?? null;
}

/** An old Asterisk answers an unknown command with success. */
export function appRptVersion({ ok, lines }: CommandReply): string | null {
  const line = ok ? lines.find((each) => /version/i.test(each) && !/no such command/i.test(each)) : undefined;
  const version = line?.replace(/^.*?version:?\s*/i, "").trim().slice(0, MAX_LENGTH);
  return version === undefined || version === "" ? null : version;
}
