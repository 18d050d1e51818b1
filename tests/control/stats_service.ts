/** An answer of the public statistics about a node; `data` are fields told anew. */
export function statsOf(
  node: string,
  data: Readonly<Record<string, unknown>> = {},
  updatedAt = "2026-11-20T09:59:00.000000Z",
) {
  return {
    stats: {
      id: 31_620,
      node: Number(node),
      data: {
        apprptuptime: "409053",
        totaltxtime: "1200",
        totalkeyups: "40",
        links: ["2001", "2002"],
        keyed: false,
        time: "1795168740",
        nodes: "T2001,T2002",
        ...data,
      },
      updated_at: updatedAt,
      user_node: { name: node, Status: "Active" },
    },
    node: { Node_ID: 1, Status: "Active", name: node, regseconds: 1_795_168_000, callsign: "QX1ABC" },
    keyups: [],
    time: 1.2,
  };
}

/** A local service that answers as the public statistics do. */
export interface StatsService extends AsyncDisposable {
  readonly url: string;
  /** Numbers that were asked about, in order. */
  readonly asked: string[];
}

/** Begins a service on a free port; what it answers is up to `answer`. */
export function statsService(answer: (node: string) => Response | Promise<Response>): StatsService {
  const asked: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const node = new URL(request.url).pathname.replace("/api/stats/", "");
    asked.push(node);
    return answer(node);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/api/stats`,
    asked,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
