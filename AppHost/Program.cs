using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailPulse.AppHost;

// Everything listens on loopback, without TLS except between silos, which have certificates of their own.
var builder = DistributedApplication.CreateBuilder(
    new DistributedApplicationOptions
    {
        Args = args,
        AllowUnsecuredTransport = true,
        TrustDeveloperCertificate = false,
    }
);

// It warns that there is no development certificate.
builder.Services.AddLogging(logging => logging.AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error));

// Otherwise Aspire asks the package source for newer versions of itself.
builder.Configuration["ASPIRE_VERSION_CHECK_DISABLED"] = "true";

new LocalCluster(builder, LocalClusterOptions.From(builder.Configuration, builder.AppHostDirectory)).Add();
await builder.Build().RunAsync();
