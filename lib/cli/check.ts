import { systemClock } from "../clock/mod.ts";
import { type Config, formatProblem, loadConfig } from "../config/mod.ts";
import { parseCommandArgs } from "./args.ts";
import { checkBroker } from "./check_broker.ts";
import { checkDataDir, checkDirectory, checkLogo } from "./check_files.ts";
import { bad, type Finding, formatFinding, good, warn } from "./check_finding.ts";
import { checkServer } from "./check_server.ts";
import { readConfigFile } from "./configuration.ts";
import { type CliIo, EXIT } from "./io.ts";

const USAGE = "usage: nexus check [--config FILE]";

/**
 * `nexus check`: configuration, servers, MQTT broker, node directory and data directory, one line each with what to do where it fails.
 * Exit 0 when nothing fails, 1 when something does. It changes nothing.
 */
export async function check(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCommandArgs(args, { config: { type: "string" } }, USAGE);
  let hasFailed = false;
  const tell = async (findings: readonly Finding[]) => {
    hasFailed ||= findings.some(({ verdict }) => verdict === "fail");
    await io.stdout(findings.map((finding) => `${formatFinding(finding)}\n`).join(""));
  };
  const { config, findings } = readConfig(values.config, io);
  await tell(findings);
  if (config === null) return EXIT.failed;
  const servers = config.servers.map((server) => checkServer(server, systemClock));
  if (servers.length === 0) {
    await tell([warn("servers", "none is configured; set ami.host, or AMI_HOST, and ami.password")]);
  }
  const broker = config.mqtt === null ? null : checkBroker(config.mqtt, systemClock);
  for (const server of servers) await tell(await server);
  if (broker) await tell([await broker]);
  if (config.site.logo !== null) await tell([checkLogo(config.site.logo)]);
  await tell([checkDirectory(config, systemClock), checkDataDir(config.dataDir)]);
  return hasFailed ? EXIT.failed : EXIT.ok;
}

function readConfig(
  file: string | undefined,
  io: CliIo,
): { readonly config: Config | null; readonly findings: readonly Finding[] } {
  const loaded = loadConfig({
    ...(file === undefined ? {} : { file }),
    env: (key) => io.env(key),
    readFile: readConfigFile,
  });
  if (!loaded.ok) {
    const findings = loaded.problems.map((problem) => bad("configuration", formatProblem(problem)));
    return { config: null, findings };
  }
  const { config, notes } = loaded;
  const where = config.file ?? "no file, the defaults and the environment count";
  return {
    config,
    findings: [good("configuration", where), ...notes.map((note) => warn("configuration", note))],
  };
}
