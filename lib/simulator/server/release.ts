/**
 * Which Asterisk with which app_rpt is simulated. `asl3`: Asterisk 22 with app_rpt 3; `asl2`: Asterisk 1.4 with the app_rpt
 * of AllStarLink 2; `hamvoip`: the same, but nodes send no events.
 */
export type ReleaseName = "asl3" | "asl2" | "hamvoip";

/** In what releases differ on the wire. */
export interface Release {
  /** In the greeting. */
  readonly amiVersion: string;
  readonly asteriskVersion: string;
  /** What `rpt show version` tells; `null`: there is no such command. */
  readonly rptVersion: string | null;
  /** app_rpt answers with `ActionID` before `Response`. */
  readonly idFirst: boolean;
  /** `follows`: a command's output as it is, up to `--END COMMAND--`; `output`: a header for each line. */
  readonly commandStyle: "follows" | "output";
  /** Times in events keep the line feed that `ctime` ends them with. */
  readonly timesEndInLineFeed: boolean;
  /** How XStat prints what is switched on. */
  readonly enabledFlag: "0" | "1";
  /** What Ping is answered with; the old one tells no time. */
  readonly pong: "Success" | "Pong";
  /** Sessions are told FullyBooted and SuccessfulAuth. */
  readonly tellsLogins: boolean;
  /** Asterisk tells of each variable that is set. */
  readonly tellsVariables: boolean;
  /** Nodes send their events. */
  readonly tellsNodes: boolean;
}

const ASL3: Release = {
  amiVersion: "11.0.0",
  asteriskVersion: "22.10.1",
  rptVersion: "3.10.4",
  idFirst: false,
  commandStyle: "output",
  timesEndInLineFeed: false,
  enabledFlag: "0",
  pong: "Success",
  tellsLogins: true,
  tellsVariables: true,
  tellsNodes: true,
};

const ASL2: Release = {
  amiVersion: "1.0",
  asteriskVersion: "1.4.23-pre.ASL-1.06",
  rptVersion: null,
  idFirst: true,
  commandStyle: "follows",
  timesEndInLineFeed: true,
  enabledFlag: "1",
  pong: "Pong",
  tellsLogins: false,
  tellsVariables: false,
  tellsNodes: true,
};

/** The release of that name. */
export function releaseOf(name: ReleaseName): Release {
  switch (name) {
    case "asl3":
      return ASL3;
    case "asl2":
      return ASL2;
    case "hamvoip":
      return { ...ASL2, tellsNodes: false };
  }
}
