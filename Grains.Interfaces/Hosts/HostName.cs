namespace RetailPulse.Hosts;

/// <summary>Names of hosts as the ledger has them.</summary>
public static class HostName
{
    /// <summary>Returns a host with its ASCII letters in lower case. Other letters stay as they were sent.</summary>
    /// <remarks>What else is a lower-case letter depends on the culture of a process and on the locale of a database.</remarks>
    public static string Lower(string host) =>
        string.Create(
            host.Length,
            host,
            static (lower, host) =>
            {
                for (var i = 0; i < host.Length; i++)
                    lower[i] = char.IsAsciiLetterUpper(host[i]) ? (char)(host[i] | 0x20) : host[i];
            }
        );
}
