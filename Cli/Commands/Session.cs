using System.Net;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Input;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>What a command works with while it runs.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>Maximum time until the response to a call begins.</summary>
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(100);

    private readonly ResponseTap tap;
    private readonly Lazy<Target> target;
    private readonly Lazy<HttpClient> http;
    private readonly Lazy<RetailPulseClient> client;

    public Session(Surroundings surroundings, OutputFormat format, bool isQuiet, bool isVerbose, Func<Target> resolve)
    {
        (Surroundings, IsQuiet) = (surroundings, isQuiet);
        tap = new ResponseTap(new RequestLog(surroundings.Network?.Invoke() ?? NewNetwork(), isVerbose ? Say : null, surroundings.Time));
        Out = new DataWriter(surroundings, format, tap);
        Input = new InterruptibleStream(surroundings.Input);
        IsVerbose = isVerbose;
        ErrorStyle = Style.For(surroundings, surroundings.ErrorIsTerminal);
        target = new Lazy<Target>(resolve);
        http = new Lazy<HttpClient>(() => Open(Target.Address));
        client = new Lazy<RetailPulseClient>(() => Connect(Http, Target.Key));
    }

    public Surroundings Surroundings { get; }

    public bool IsQuiet { get; }

    public bool IsVerbose { get; }

    /// <summary>Standard input. Reading it can be canceled.</summary>
    public Stream Input { get; }

    /// <summary>Data.</summary>
    public DataWriter Out { get; }

    public Style ErrorStyle { get; }

    public Target Target => target.Value;

    public RetailPulseClient Client => client.Value;

    public HttpClient Http => http.Value;

    public DateTimeOffset Now => Surroundings.Time.GetUtcNow();

    public ProgressBar Bar(bool isShown = true) =>
        new(Surroundings.Error, isShown && Surroundings.ErrorIsTerminal && !IsQuiet, Surroundings.Width);

    /// <summary>Prints a message that is not data, unless only data is wanted. It can quote foreign texts.</summary>
    public void Note(string message) => NotePainted(Texts.Safe(message));

    /// <summary>Prints a message with colors, whose foreign texts are safe.</summary>
    public void NotePainted(string message)
    {
        if (!IsQuiet)
            Surroundings.Error.WriteLine(message);
    }

    /// <summary>Prints a message that is always important. It can quote foreign texts.</summary>
    public void Say(string message) => Surroundings.Error.WriteLine(Texts.Safe(message));

    /// <summary>Prints what is wrong, and what to do about it. Both can quote foreign texts.</summary>
    public void Report(string message, string? hint)
    {
        Surroundings.Error.WriteLine($"{ErrorStyle.Paint("error:", Tone.Bad)} {Lines(message)}");
        if (hint is not null)
            Surroundings.Error.WriteLine($"{ErrorStyle.Paint("hint:", Tone.Strong)}  {Lines(hint)}");
    }

    /// <summary>Returns a connection to a service, which the caller disposes.</summary>
    /// <remarks>It has no timeout of its own, because that would include the time in which an upload is sent.</remarks>
    public HttpClient Open(Uri address) => new(tap, disposeHandler: false) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    public RetailPulseClient Connect(HttpClient connection, string? key)
    {
        if (key is not null && connection.BaseAddress is { IsLoopback: false, Scheme: "http" } address)
            Note($"Sending the key over plain http to {address.Host}, where others can read it on the way. Use https.");
        return new RetailPulseClient(
            connection,
            new RetailPulseClientOptions
            {
                ApiKey = key,
                CallTimeout = CallTimeout,
                Time = Surroundings.Time,
            }
        );
    }

    public void Dispose()
    {
        Out.Dispose();
        if (client.IsValueCreated)
            client.Value.Dispose();
        if (http.IsValueCreated)
            http.Value.Dispose();
        tap.Dispose();
    }

    private static string Lines(string message) => string.Join('\n', message.Split('\n').Select(Texts.Safe));

    /// <remarks>A redirect is not followed: it turns a submission into a query, whose response looks like success.</remarks>
    private static SocketsHttpHandler NewNetwork() =>
        new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
        };
}
