// SPDX-License-Identifier: Apache-2.0

type EntryPoints = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Distribution names are equal without regard to case, and to which of `-`, `_`, `.` they use. */
export function normalizedName(distribution: string): string {
  return distribution.replace(/[-_.]+/g, '-').toLowerCase();
}

/** Paste's entry points of the distributions that OpenStack's files name, as of Zed on Debian 12. */
export const upstreamDistributions: Readonly<Record<string, EntryPoints | undefined>> = {
  paste: {
    'paste.app_factory': {
      cgi: 'paste.cgiapp:make_cgi_application',
      pkg_resources: 'paste.urlparser:make_pkg_resources',
      proxy: 'paste.proxy:make_proxy',
      static: 'paste.urlparser:make_static',
      test: 'paste.debug.debugapp:make_test_app',
      test_slow: 'paste.debug.debugapp:make_slow_app',
      transparent_proxy: 'paste.proxy:make_transparent_proxy',
      urlparser: 'paste.urlparser:make_url_parser',
      watch_threads: 'paste.debug.watchthreads:make_watch_threads',
    },
    'paste.composite_factory': {
      cascade: 'paste.cascade:make_cascade',
      urlmap: 'paste.urlmap:urlmap_factory',
    },
    'paste.filter_app_factory': {
      auth_basic: 'paste.auth.basic:make_basic',
      auth_cookie: 'paste.auth.cookie:make_auth_cookie',
      auth_digest: 'paste.auth.digest:make_digest',
      auth_form: 'paste.auth.form:make_form',
      auth_tkt: 'paste.auth.auth_tkt:make_auth_tkt_middleware',
      cgitb: 'paste.cgitb_catcher:make_cgitb_middleware',
      config: 'paste.config:make_config_filter',
      cowbell: 'paste.cowbell:make_cowbell',
      error_catcher: 'paste.exceptions.errormiddleware:make_error_middleware',
      errordocument: 'paste.errordocument:make_errordocument',
      evalerror: 'paste.evalexception.middleware:make_eval_exception',
      flup_session: 'paste.flup_session:make_session_middleware',
      grantip: 'paste.auth.grantip:make_grantip',
      gzip: 'paste.gzipper:make_gzip_middleware',
      httpexceptions: 'paste.httpexceptions:make_middleware',
      lint: 'paste.lint:make_middleware',
      openid: 'paste.auth.open_id:make_open_id_middleware',
      paste_session: 'paste.session:make_session_middleware',
      pony: 'paste.pony:make_pony',
      printdebug: 'paste.debug.prints:PrintDebugMiddleware',
      profile: 'paste.debug.profile:make_profile_middleware',
      recursive: 'paste.recursive:make_recursive_middleware',
      registry: 'paste.registry:make_registry_manager',
      translogger: 'paste.translogger:make_filter',
      wdg_validate: 'paste.debug.wdg_validate:make_wdg_validate_middleware',
    },
    'paste.server_runner': { http: 'paste.httpserver:server_runner' },
  },
  pastedeploy: {
    'paste.filter_app_factory': {
      config: 'paste.deploy.config:make_config_filter',
      prefix: 'paste.deploy.config:make_prefix_middleware',
    },
  },
  'oslo-middleware': {
    'paste.app_factory': { healthcheck: 'oslo_middleware:Healthcheck.app_factory' },
    'paste.filter_factory': {
      basic_auth: 'oslo_middleware:BasicAuthMiddleware.factory',
      catch_errors: 'oslo_middleware:CatchErrors.factory',
      correlation_id: 'oslo_middleware:CorrelationId.factory',
      cors: 'oslo_middleware:CORS.factory',
      debug: 'oslo_middleware:Debug.factory',
      healthcheck: 'oslo_middleware:Healthcheck.factory',
      http_proxy_to_wsgi: 'oslo_middleware:HTTPProxyToWSGI.factory',
      request_id: 'oslo_middleware:RequestId.factory',
      sizelimit: 'oslo_middleware:RequestBodySizeLimiter.factory',
      ssl: 'oslo_middleware:SSLMiddleware.factory',
    },
  },
  keystonemiddleware: {
    'paste.filter_factory': {
      audit: 'keystonemiddleware.audit:filter_factory',
      auth_token: 'keystonemiddleware.auth_token:filter_factory',
      ec2_token: 'keystonemiddleware.ec2_token:filter_factory',
      oauth2_token: 'keystonemiddleware.oauth2_token:filter_factory',
      s3_token: 'keystonemiddleware.s3_token:filter_factory',
    },
  },
  osprofiler: { 'paste.filter_factory': { osprofiler: 'osprofiler.web:WsgiMiddleware.factory' } },
  // No entry points for Paste, but names that `require` may list.
  cinder: {},
  glance: {},
  keystone: {},
  nova: {},
};
