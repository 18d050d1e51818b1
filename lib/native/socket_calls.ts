/** What the other end of a connection took of what it was sent. */
export interface Taken {
  /** Acknowledged since the connection began. */
  readonly bytes: number;
  /** Whether nothing is left to be sent or acknowledged. */
  readonly isAll: boolean;
}

/** The few calls that look at sockets and end connections. All are done when they return, so no descriptor changes its meaning in between. */
export interface SocketCalls {
  /** Writes the socket address (`sockaddr_in`, `sockaddr_in6`) of the other end and gives its length; 0 for what is no connected socket. */
  peer(fd: number, into: Uint8Array<ArrayBuffer>): number;
  /** The same for the own end. */
  own(fd: number, into: Uint8Array<ArrayBuffer>): number;
  /** What the kernel counted; `null` for what is no TCP connection. */
  taken(fd: number): Taken | null;
  /** Has the kernel end the connection when the other end takes nothing of what waits for it for so long. */
  endWhenUntaken(fd: number, afterMs: number): void;
  /** Ends the connection at once; what waits to be sent is thrown away. */
  reset(fd: number): void;
  /** The lowest descriptor that is free; -1 when none is. */
  lowestFree(): number;
  /** Lets so many connections wait to be accepted. */
  widenBacklog(fd: number, count: number): void;
}

/** The calls as `Deno.dlopen` wants them. */
export const SOCKET_SYMBOLS = {
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  shutdown: { parameters: ["i32", "i32"], result: "i32" },
  listen: { parameters: ["i32", "i32"], result: "i32" },
  dup: { parameters: ["i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Numbers of `socket(7)`, `tcp(7)` and `shutdown(2)` on every machine that the program runs on. */
const SOCKET_LEVEL = 1;
const TCP_LEVEL = 6;
const LINGER = 13;
const IS_LISTENING = 30;
const TCP_INFO = 11;
const TCP_USER_TIMEOUT = 18;
const BOTH_WAYS = 2;
const STANDARD_ERROR = 2;

/** Where `struct tcp_info` has `tcpi_unacked`, `tcpi_bytes_acked` and `tcpi_notsent_bytes`, since Linux 4.6. */
const INFO = { unackedAt: 24, ackedAt: 120, unsentAt: 144, byteCount: 148 } as const;

type Symbols = Deno.StaticForeignLibraryInterface<typeof SOCKET_SYMBOLS>;

/** The calls of an opened library. */
export function socketCalls(symbols: Symbols): SocketCalls {
  const length = new Uint32Array(1);
  const lengthBytes = new Uint8Array(length.buffer);
  const info = new DataView(new ArrayBuffer(INFO.byteCount));
  const infoBytes = new Uint8Array(info.buffer);
  const address = (call: Symbols["getpeername"], fd: number, into: Uint8Array<ArrayBuffer>): number => {
    length[0] = into.byteLength;
    return call(fd, into, lengthBytes) === 0 ? length[0] : 0;
  };
  const option = (fd: number, level: number, name: number, ...values: readonly number[]): void => {
    const bytes = new Uint8Array(new Int32Array(values).buffer);
    symbols.setsockopt(fd, level, name, bytes, bytes.byteLength);
  };
  return {
    peer: (fd, into) => address(symbols.getpeername, fd, into),
    own: (fd, into) => address(symbols.getsockname, fd, into),
    taken(fd) {
      length[0] = INFO.byteCount;
      const failed = symbols.getsockopt(fd, TCP_LEVEL, TCP_INFO, infoBytes, lengthBytes) !== 0;
      if (failed || length[0] < INFO.byteCount) return null;
      return {
        bytes: Number(info.getBigUint64(INFO.ackedAt, true)),
        isAll: info.getUint32(INFO.unackedAt, true) === 0 && info.getUint32(INFO.unsentAt, true) === 0,
      };
    },
    endWhenUntaken: (fd, afterMs) => option(fd, TCP_LEVEL, TCP_USER_TIMEOUT, afterMs),
    reset(fd) {
      option(fd, SOCKET_LEVEL, LINGER, 1, 0);
      symbols.shutdown(fd, BOTH_WAYS);
    },
    lowestFree() {
      const fd = symbols.dup(STANDARD_ERROR);
      if (fd >= 0) symbols.close(fd);
      return fd;
    },
    widenBacklog(fd, count) {
      const isListening = new Uint8Array(4);
      length[0] = isListening.byteLength;
      const failed = symbols.getsockopt(fd, SOCKET_LEVEL, IS_LISTENING, isListening, lengthBytes) !== 0;
      if (!failed && isListening[0] === 1) symbols.listen(fd, count);
    },
  };
}
