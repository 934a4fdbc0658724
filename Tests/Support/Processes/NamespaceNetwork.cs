namespace RetailPulse.Tests.Support.Processes;

/// <summary>
/// Network hosts with one address each on a bridge that this process is connected to. Uses network namespaces, which requires root.
/// </summary>
internal sealed class NamespaceNetwork : IAsyncDisposable
{
    private static int networks;

    private readonly string prefix;
    private readonly string subnet;
    private readonly List<string> hosts = [];

    private NamespaceNetwork(int number)
    {
        prefix = $"rp{Environment.ProcessId % 100_000}x{number}";
        subnet = $"10.203.{(Environment.ProcessId + number) % 256}";
    }

    /// <summary>Address of this process.</summary>
    public string Here => $"{subnet}.1";

    private string Bridge => $"{prefix}b";

    public static async Task<NamespaceNetwork> StartAsync(OrphanCleanup cleanup, params IEnumerable<string> hosts)
    {
        var network = new NamespaceNetwork(Interlocked.Increment(ref networks));
        cleanup.AtTheEnd($"ip link del {network.Bridge} 2>/dev/null");
        await IpAsync("link", "add", network.Bridge, "type", "bridge");
        await IpAsync("addr", "add", $"{network.Here}/24", "dev", network.Bridge);
        await IpAsync("link", "set", network.Bridge, "up");
        foreach (var host in hosts)
            await network.AddAsync(cleanup, host);
        return network;
    }

    public string Address(string host) => $"{subnet}.{hosts.IndexOf(host) + 2}";

    /// <summary>Returns the command that starts a process on <paramref name="host"/>.</summary>
    public string[] Launcher(string host) => ["nsenter", $"--net=/var/run/netns/{Namespace(host)}"];

    /// <summary>
    /// Cuts the connection between two hosts silently: each resolves the other to a hardware address that does not exist.
    /// </summary>
    public async Task CutAsync(string one, string other)
    {
        await DeceiveAsync(one, other);
        await DeceiveAsync(other, one);
    }

    public async Task HealAsync(string one, string other)
    {
        await IpAsync("-n", Namespace(one), "neigh", "del", Address(other), "dev", "eth0");
        await IpAsync("-n", Namespace(other), "neigh", "del", Address(one), "dev", "eth0");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await Command.TryAsync("ip", "netns", "del", Namespace(host));
        await Command.TryAsync("ip", "link", "del", Bridge);
    }

    private async Task AddAsync(OrphanCleanup cleanup, string host)
    {
        hosts.Add(host);
        var (space, outside) = (Namespace(host), $"{prefix}v{hosts.Count}");
        cleanup.AtTheEnd($"ip netns del {space} 2>/dev/null");
        await IpAsync("netns", "add", space);
        await IpAsync("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", space);
        await IpAsync("link", "set", outside, "master", Bridge, "up");
        await IpAsync("-n", space, "addr", "add", $"{Address(host)}/24", "dev", "eth0");
        await IpAsync("-n", space, "link", "set", "eth0", "up");
        await IpAsync("-n", space, "link", "set", "lo", "up");
    }

    private Task<string> DeceiveAsync(string host, string about) =>
        IpAsync(
            "-n",
            Namespace(host),
            "neigh",
            "replace",
            Address(about),
            "lladdr",
            "02:00:00:00:00:99",
            "dev",
            "eth0",
            "nud",
            "permanent"
        );

    private string Namespace(string host) => $"{prefix}{host}";

    private static Task<string> IpAsync(params string[] arguments) => Command.RunAsync("ip", arguments);
}
