/** What is used of the library, in a file that is only loaded when the first token is made or looked at. */
export { errors, jwtVerify, SignJWT } from "jose";
