using RetailPulse.Grains.Ledger;

namespace RetailPulse.Silo.Storage.PostgreSql.Ledger;

/// <summary>Creates SQL expressions for the host in a URL, equivalent to <see cref="UrlHost"/>.</summary>
/// <remarks>The collation "C" lowers ASCII letters only, regardless of the locale of the database.</remarks>
internal static class PostgreSqlHosts
{
    /// <summary>Returns an expression for the host in lower case, without port.</summary>
    public static string Of(string url) => $@"lower(substring({url} FROM '//(\[[^]]*\]|[^/\\?#:]*)') COLLATE ""C"")";

    /// <summary>Returns an expression for the host, with its port unless that is the scheme's default, cut off like there.</summary>
    public static string WithPort(string url) =>
        $@"left(regexp_replace(regexp_replace(lower(substring({url} FROM '//([^/\\?#]*)') COLLATE ""C""), ':0+([0-9]*)$', ':\1'), CASE WHEN {url} ~* '^https:' THEN ':(443)?$' ELSE ':(80)?$' END, ''), {UrlHost.MaxLength})";
}
