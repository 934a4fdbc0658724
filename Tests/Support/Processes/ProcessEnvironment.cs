namespace RetailPulse.Tests.Support.Processes;

/// <summary>The environment of a <see cref="ProductProcess"/>.</summary>
internal sealed record ProcessEnvironment
{
    /// <summary>A program with arguments that runs the command appended to them, such as <c>nsenter --net=…</c>.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public IEnumerable<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Folder of the program. By default, it is the one that was built with the tests.</summary>
    public string Folder { get; init; } = AppContext.BaseDirectory;

    /// <summary>File to which the output is appended.</summary>
    public string? Log { get; init; }
}
