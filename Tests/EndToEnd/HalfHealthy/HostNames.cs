using System.Net;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>Names that only one process knows: it runs in a mount namespace that has another <c>/etc/hosts</c>.</summary>
internal sealed class HostNames : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    /// <param name="names">The addresses of each name, in the order in which they are resolved.</param>
    public HostNames(IEnumerable<(string Name, IPAddress[] Addresses)> names) =>
        File.WriteAllLines(
            file,
            ["127.0.0.1 localhost", .. names.SelectMany(name => name.Addresses.Select(address => $"{address} {name.Name}"))]
        );

    /// <summary>A program with its arguments that becomes the process named after them.</summary>
    public string[] Launcher =>
        ["unshare", Environment.IsPrivilegedProcess ? "-m" : "-rm", "sh", "-c", $"mount --bind {file} /etc/hosts && exec \"$@\"", "sh"];

    /// <summary>Whether this machine permits such a namespace.</summary>
    public async Task<bool> ArePossibleAsync() => (await Command.TryAsync(Launcher[0], [.. Launcher[1..], "true"])).ExitCode == 0;

    public void Dispose() => File.Delete(file);
}
