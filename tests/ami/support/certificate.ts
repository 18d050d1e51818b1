/** A certificate and its key, as PEM. */
export interface CertificatePair {
  readonly cert: string;
  readonly key: string;
}

const SEQUENCE = 0x30, SET = 0x31, INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, UTF8_STRING = 0x0c;
const UTC_TIME = 0x17, EXPLICIT_0 = 0xa0, EXPLICIT_3 = 0xa3, IP_ADDRESS = 0x87;

/** Object identifiers, encoded: ecdsa-with-SHA256, commonName, subjectAltName. */
const ECDSA_SHA256 = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x06, 3, 0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x06, 3, 0x55, 0x1d, 0x11];

/** Makes a new self-signed certificate for 127.0.0.1 with a P-256 key, valid from 2020 until `lastDay`, as `491231` (X.509 v3, DER). */
export async function makeCertificate(lastDay = "491231"): Promise<CertificatePair> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey));
  const body = certificateBody(publicKey, lastDay);
  const signed = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, body);
  const signature = der(BIT_STRING, [0], ecdsaSignature(new Uint8Array(signed)));
  const cert = der(SEQUENCE, body, der(SEQUENCE, ECDSA_SHA256), signature);
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  return { cert: pem("CERTIFICATE", cert), key: pem("PRIVATE KEY", key) };
}

function certificateBody(publicKey: Uint8Array, lastDay: string): Uint8Array<ArrayBuffer> {
  const text = (tag: number, value: string) => der(tag, new TextEncoder().encode(value));
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, COMMON_NAME, text(UTF8_STRING, "127.0.0.1"))));
  const validity = der(SEQUENCE, text(UTC_TIME, "200101000000Z"), text(UTC_TIME, `${lastDay}000000Z`));
  const alternative = der(OCTET_STRING, der(SEQUENCE, der(IP_ADDRESS, [127, 0, 0, 1])));
  const extensions = der(EXPLICIT_3, der(SEQUENCE, der(SEQUENCE, SUBJECT_ALT_NAME, alternative)));
  const version3 = der(EXPLICIT_0, der(INTEGER, [2]));
  const serial = der(INTEGER, [1]);
  return der(
    SEQUENCE,
    version3,
    serial,
    der(SEQUENCE, ECDSA_SHA256),
    name,
    validity,
    name,
    publicKey,
    extensions,
  );
}

/** Web Crypto gives r and s as 32 bytes each; X.509 wants two integers. */
function ecdsaSignature(raw: Uint8Array): Uint8Array {
  return der(SEQUENCE, integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
}

function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(first);
  return der(INTEGER, (digits[0] ?? 0) >= 0x80 ? [0] : [], digits);
}

function der(tag: number, ...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const content = parts.flatMap((part) => Array.from(part));
  const { length } = content;
  const size = length < 0x80
    ? [length]
    : length < 0x100
    ? [0x81, length]
    : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...size, ...content]);
}

function pem(label: string, bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes)).replace(/.{64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${base64}\n-----END ${label}-----\n`;
}
