using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class TlsTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public TlsTests() => listener.Start();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_server_without_TLS_fails_with_tls()
    {
        using var fetcher = Fetchers.Allowing($"127.0.0.1/32:{Port}");
        var serving = SpeakHttpAsync();
        Assert.Equal(ImageReason.Tls, await fetcher.ReasonOfAsync(new Uri($"https://127.0.0.1:{Port}/")));
        await serving;
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_issuer_is_refused_without_asking_where_it_says()
    {
        using var canary = new Canary();
        using var certificate = Issued($"http://127.0.0.1:{canary.Port}/issuer.crt");
        using var fetcher = Fetchers.Allowing($"127.0.0.1/32:{Port}");
        var serving = ShakeHandsAsync(certificate);
        Assert.Equal(ImageReason.Tls, await fetcher.ReasonOfAsync(new Uri($"https://127.0.0.1:{Port}/")));
        await serving;
        Assert.False(canary.Touched);
    }

    [Fact]
    public async Task A_handshake_that_nobody_answers_ends_with_the_deadline()
    {
        var time = new FakeTimeProvider();
        var options = new ImagesOptions { AllowedNetworks = [$"127.0.0.1/32:{Port}"] };
        using var fetcher = Fetchers.Of(options, time: time);
        var reason = fetcher.ReasonOfAsync(new Uri($"https://127.0.0.1:{Port}/"));
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().ReadExactlyAsync(new byte[1]);
        time.Advance(options.AttemptTimeout);
        Assert.Equal(ImageReason.Timeout, await reason);
    }

    /// <summary>Reads everything, because a server that leaves something unread resets the connection.</summary>
    private async Task SpeakHttpAsync()
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (IOException)
        {
            // The client resets the connection instead.
        }
    }

    private async Task ShakeHandsAsync(X509Certificate2 certificate)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            // Offline: the server's side must not be the one that asks for the issuer.
            var identity = SslStreamCertificateContext.Create(certificate, null, offline: true);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = identity });
            await tls.CopyToAsync(Stream.Null);
        }
        catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client does not like the certificate.
        }
    }

    /// <summary>
    /// A certificate for 127.0.0.1 by an issuer that nobody knows, who claims to be found at <paramref name="issuerUrl"/>.
    /// </summary>
    private static X509Certificate2 Issued(string issuerUrl)
    {
        using var issuerKey = RSA.Create(2048);
        var issuer = new CertificateRequest("CN=Nobody", issuerKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        issuer.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuerCertificate = issuer.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));

        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerUrl]));
        using var certificate = request.Create(issuerCertificate, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), [1]);
        return certificate.CopyWithPrivateKey(key);
    }
}
