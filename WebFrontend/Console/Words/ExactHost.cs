namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Names a host so that no other port of it matches.</summary>
public static class ExactHost
{
    /// <summary>Returns the host with its port, or with a colon only for the port of the scheme; empty for all hosts.</summary>
    /// <param name="host">Host as failures name it, with its port unless that is the one of the scheme.</param>
    public static string Of(string host) => host.Length == 0 || HasPort(host) ? host : $"{host}:";

    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']');
}
