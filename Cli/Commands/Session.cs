using System.Net;
using RetailPulse.Cli.Connections;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>What a command works with while it runs.</summary>
internal sealed class Session : IDisposable
{
    private readonly ResponseTap tap;
    private readonly Lazy<Target> target;
    private readonly Lazy<HttpClient> http;
    private readonly Lazy<RetailPulseClient> client;

    public Session(Surroundings surroundings, OutputFormat format, bool isQuiet, bool isVerbose, Func<Target> resolve)
    {
        (Surroundings, IsQuiet) = (surroundings, isQuiet);
        tap = new ResponseTap(new RequestLog(surroundings.Network?.Invoke() ?? NewNetwork(), isVerbose ? Say : null, surroundings.Time));
        Out = new DataWriter(surroundings, format, tap);
        ErrorStyle = Style.For(surroundings, surroundings.ErrorIsTerminal);
        target = new Lazy<Target>(resolve);
        http = new Lazy<HttpClient>(() => Open(Target.Address));
        client = new Lazy<RetailPulseClient>(() => Connect(Http, Target.Key));
    }

    public Surroundings Surroundings { get; }

    public bool IsQuiet { get; }

    /// <summary>Data.</summary>
    public DataWriter Out { get; }

    public Style ErrorStyle { get; }

    public Target Target => target.Value;

    public RetailPulseClient Client => client.Value;

    public HttpClient Http => http.Value;

    public DateTimeOffset Now => Surroundings.Time.GetUtcNow();

    public ProgressBar Bar(bool isShown = true) =>
        new(Surroundings.Error, isShown && Surroundings.ErrorIsTerminal && !IsQuiet, Surroundings.Width);

    /// <summary>Prints a message that is not data, unless only data is wanted.</summary>
    public void Note(string message)
    {
        if (!IsQuiet)
            Surroundings.Error.WriteLine(message);
    }

    /// <summary>Prints a message that is always important.</summary>
    public void Say(string message) => Surroundings.Error.WriteLine(message);

    /// <summary>Returns a connection to a service, which the caller disposes.</summary>
    public HttpClient Open(Uri address) => new(tap, disposeHandler: false) { BaseAddress = address };

    public RetailPulseClient Connect(HttpClient connection, string? key) =>
        new(connection, new RetailPulseClientOptions { ApiKey = key, Time = Surroundings.Time });

    public void Dispose()
    {
        Out.Dispose();
        if (client.IsValueCreated)
            client.Value.Dispose();
        if (http.IsValueCreated)
            http.Value.Dispose();
        tap.Dispose();
    }

    private static SocketsHttpHandler NewNetwork() =>
        new()
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
        };
}
