namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Expressions for the host in a URL, which say the same as <see cref="UrlHost"/>.</summary>
internal static class PostgreSqlHosts
{
    /// <summary>In lower case, without port.</summary>
    public static string Of(string url) => $@"lower(substring({url} FROM '//(\[[^]]*\]|[^/\\?#:]*)'))";

    /// <summary>The host with its port, which is left out when it is the default of the URL's scheme.</summary>
    public static string WithPort(string url) =>
        $@"regexp_replace(regexp_replace(lower(substring({url} FROM '//([^/\\?#]*)')), ':0+([0-9]*)$', ':\1'), CASE WHEN {url} ~* '^https:' THEN ':(443)?$' ELSE ':(80)?$' END, '')";
}
