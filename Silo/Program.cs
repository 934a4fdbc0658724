using RetailPulse.Silo;

var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddRetailPulseSilo();
await builder.Build().RunAsync();
