using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse webhooks listen</c>: a receiver of webhooks, for developers.</summary>
internal sealed class WebhookListenCommand
{
    private const string SecretVariable = "RETAILPULSE_WEBHOOK_SECRET";
    private const int LargestBody = 1 << 20;

    private static readonly string[] Forwarded =
    [
        WebhookSignature.IdHeader,
        WebhookSignature.TimestampHeader,
        WebhookSignature.SignatureHeader,
    ];

    private static readonly IReadOnlyList<Column<JobEndMessage>> Columns =
    [
        new("type", message => Cell.Text(message.Type)),
        new("job", message => Cell.Id(message.Data.JobId)),
        new("images", message => Cell.Number(message.Data.Counts.Total)),
        new("failed", message => Cell.Failures(message.Data.Counts.Failed)),
        new("time", message => Cell.Text(Texts.Iso(message.Timestamp))),
    ];

    private readonly Option<int> port = new Option<int>("--port")
    {
        Description = "Port on this machine",
        HelpName = "N",
        DefaultValueFactory = _ => 4_100,
    }.InRange(1, 65_535);

    private readonly Option<string?> forwardTo = new("--forward-to")
    {
        Description = "URL that receives each valid webhook",
        HelpName = "URL",
    };

    private readonly Option<int?> count = new("--count") { Description = "Stop after N valid webhooks", HelpName = "N" };

    public static Command Create(CommandHost host)
    {
        var parts = new WebhookListenCommand();
        var command = new ExampleCommand(
            "listen",
            "Receive webhooks on this machine, verify their signatures, and print them.",
            "retailpulse webhooks listen",
            "retailpulse webhooks listen --port 4100 --forward-to http://localhost:3000/hooks"
        )
        {
            parts.port,
            parts.forwardTo,
            parts.count,
        };
        command.Details = """
            Submit jobs with --callback-url http://localhost:4100/. The operator must allow the address:
            --RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:4100
            The secret is read from the service, which requires a key with the role manage, or from
            RETAILPULSE_WEBHOOK_SECRET.
            """;
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var forward = parse.GetValue(forwardTo) is { } url ? ParseUrl(url) : null;
        var secret =
            session.Surroundings.Variable(SecretVariable) ?? (await session.Client.Webhooks.GetSecretAsync(cancellationToken)).Secret;
        Check(secret);
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://localhost:{parse.GetValue(port)}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException exception)
        {
            throw CommandException.Usage(
                $"Port {parse.GetValue(port)} cannot be opened: {exception.Message}",
                "Choose another one: --port N"
            );
        }

        session.Note($"Receiving webhooks at http://localhost:{parse.GetValue(port)}/ until Ctrl+C.");
        session.Out.Heading(Columns);
        session.Out.Flush();
        await using var stopping = cancellationToken.Register(listener.Stop);
        using var forwarding = new HttpClient();
        for (var left = parse.GetValue(count) ?? int.MaxValue; left > 0; )
        {
            var context = await NextAsync(listener, cancellationToken);
            if (await ReceiveAsync(session, context, secret, forward, forwarding, cancellationToken))
                left--;
        }
    }

    /// <exception cref="CommandException">The text is not a secret.</exception>
    private static void Check(string secret)
    {
        try
        {
            WebhookSignature.IsValid(secret, null, null, null, []);
        }
        catch (FormatException)
        {
            throw CommandException.Usage(
                "The secret is not valid: it must be Base64, with or without whsec_.",
                $"Correct {SecretVariable}, or unset it to use the secret of the service."
            );
        }
    }

    private static Uri ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw CommandException.Usage("--forward-to must be an absolute http or https URL.");

    private static async Task<HttpListenerContext> NextAsync(HttpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.GetContextAsync();
        }
        catch (Exception exception)
            when (exception is HttpListenerException or ObjectDisposedException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>Returns whether the request was a valid webhook.</summary>
    private static async Task<bool> ReceiveAsync(
        Session session,
        HttpListenerContext context,
        string secret,
        Uri? forward,
        HttpClient forwarding,
        CancellationToken cancellationToken
    )
    {
        var headers = context.Request.Headers;
        var body = await ReadBodyAsync(context.Request, cancellationToken);
        if (
            body is null
            || !WebhookSignature.IsValid(
                secret,
                headers[WebhookSignature.IdHeader],
                headers[WebhookSignature.TimestampHeader],
                headers[WebhookSignature.SignatureHeader],
                body,
                session.Surroundings.Time
            )
        )
        {
            session.Note("Refused a request without a valid signature.");
            Respond(session, context.Response, (int)HttpStatusCode.Unauthorized);
            return false;
        }

        Print(session, body);
        var status = forward is null
            ? (int)HttpStatusCode.NoContent
            : await ForwardAsync(session, context.Request, body, forward, forwarding, cancellationToken);
        Respond(session, context.Response, status);
        return true;
    }

    /// <summary>Sends a response, unless the sender is gone.</summary>
    private static void Respond(Session session, HttpListenerResponse response, int status)
    {
        try
        {
            response.StatusCode = status;
            response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or InvalidOperationException)
        {
            session.Note($"Failed to respond: {exception.Message}");
        }
    }

    /// <summary>Returns the body; <see langword="null"/> if it is too long or was interrupted.</summary>
    private static async Task<byte[]?> ReadBodyAsync(HttpListenerRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength64 > LargestBody)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[8_192];
        try
        {
            while (await request.InputStream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > LargestBody)
                    return null;
                body.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }

        return body.ToArray();
    }

    private static void Print(Session session, byte[] body)
    {
        if (session.Out.IsJson)
        {
            session.Out.Line(Encoding.UTF8.GetString(body));
        }
        else
        {
            try
            {
                session.Out.Row(JobEndMessage.Parse(body), Columns, message => Texts.Id(message.Data.JobId));
            }
            catch (JsonException)
            {
                session.Note("Received a valid webhook of a type that this version does not know.");
            }
        }

        session.Out.Flush();
    }

    /// <summary>Returns the status of the other receiver, which the service then records.</summary>
    private static async Task<int> ForwardAsync(
        Session session,
        HttpListenerRequest received,
        byte[] body,
        Uri forward,
        HttpClient forwarding,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, forward) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", received.ContentType);
        foreach (var header in Forwarded)
            request.Headers.TryAddWithoutValidation(header, received.Headers[header]);
        try
        {
            using var response = await forwarding.SendAsync(request, cancellationToken);
            session.Note($"Forwarded to {forward}: {(int)response.StatusCode}");
            return (int)response.StatusCode;
        }
        catch (HttpRequestException exception)
        {
            session.Note($"Failed to forward to {forward}: {exception.Message}");
            return (int)HttpStatusCode.BadGateway;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            session.Note($"Failed to forward to {forward}: there was no response in time.");
            return (int)HttpStatusCode.GatewayTimeout;
        }
    }
}
