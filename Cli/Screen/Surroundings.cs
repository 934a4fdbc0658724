namespace RetailPulse.Cli.Screen;

/// <summary>What a command is connected to: streams, terminal, environment, and clock.</summary>
internal sealed record Surroundings
{
    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 100;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads a line from the terminal without showing it.</summary>
    public Func<string> ReadSecret { get; init; } = () => "";

    /// <summary>Reads a line from the terminal.</summary>
    public Func<string?> ReadAnswer { get; init; } = () => null;

    /// <summary>Sends the requests. Default: a connection of its own.</summary>
    public Func<HttpMessageHandler>? Network { get; init; }

    /// <summary>Returns the value of a variable; <see langword="null"/> if it is missing or empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
