import { readBounded } from '../../content/bounded.ts';
import { type Access, parseScope } from './access.ts';
import { type Answer, jsonAnswer } from './answer.ts';
import { type BearerAuthentication, isSame, parseBasic } from './authentication.ts';
import { Refusal } from './refusal.ts';
import type { RegistryRequest } from './registry-request.ts';
import type { Route } from './router.ts';
import type { Tokens } from './tokens.ts';

const LARGEST_FORM_BYTES = 64 * 1024;

type Requester = 'known' | 'anonymous' | 'refused';

/** Where tokens are had: by GET with Basic credentials or none, by POST with a form. */
export function tokenRoute(authentication: BearerAuthentication, tokens: Tokens): Route {
  const answer = (requester: Requester, parameters: URLSearchParams): Answer => {
    const access = grantedTo(requester, parameters, authentication);
    const token = tokens.issue(access);
    const { expiresInSeconds } = authentication;
    return jsonAnswer(200, { token, access_token: token, expires_in: expiresInSeconds });
  };

  return {
    pattern: /^\/token$/,
    handlers: {
      GET: (request) => answer(identifyByHeader(request, authentication), request.query),
      POST: async (request) => {
        const form = await readForm(request);
        return answer(identifyByForm(form, authentication), form);
      },
    },
  };
}

async function readForm({ body }: RegistryRequest): Promise<URLSearchParams> {
  const bytes = await readBounded(body, LARGEST_FORM_BYTES, 'the form');
  return new URLSearchParams(new TextDecoder().decode(bytes));
}

function identifyByHeader(
  { headers }: RegistryRequest,
  authentication: BearerAuthentication,
): Requester {
  if (needsNoSecret(authentication)) return 'known';
  const credentials = parseBasic(headers.authorization);
  if (!credentials) return 'anonymous';
  return isSame(authentication, credentials) ? 'known' : 'refused';
}

function identifyByForm(form: URLSearchParams, authentication: BearerAuthentication): Requester {
  if (needsNoSecret(authentication)) return 'known';
  const { identityToken } = authentication;
  switch (form.get('grant_type')) {
    case 'refresh_token':
      return identityToken === (form.get('refresh_token') ?? '') ? 'known' : 'refused';
    case 'password':
      return isSame(authentication, {
        username: form.get('username') ?? '',
        password: form.get('password') ?? '',
      })
        ? 'known'
        : 'refused';
    default:
      return 'refused';
  }
}

function needsNoSecret({ username, identityToken }: BearerAuthentication): boolean {
  return username === undefined && identityToken === undefined;
}

function grantedTo(
  requester: Requester,
  parameters: URLSearchParams,
  { anonymousPull = false }: BearerAuthentication,
): readonly Access[] {
  if (requester === 'refused' || (requester === 'anonymous' && !anonymousPull)) {
    throw new Refusal('UNAUTHORIZED', 'the credentials are not right');
  }
  const wanted = parameters
    .getAll('scope')
    .flatMap((scopes) => scopes.split(' '))
    .map(parseScope);
  return requester === 'known' ? wanted : wanted.map(pullOnly);
}

function pullOnly({ actions, ...resource }: Access): Access {
  return { ...resource, actions: actions.filter((action) => action === 'pull') };
}
